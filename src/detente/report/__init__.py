"""Briefs, tables, charts, Excel, HTML, calendar files: words and pictures only."""
