"""Step 4: answers as columns and words."""
