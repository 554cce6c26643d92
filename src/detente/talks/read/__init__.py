"""Bytes to a document: text, paragraphs, segments, turns, sentences, quotations, dates and figures."""
