"""Documents in: a file or an address → its text and what it says of itself.

`folders` finds documents, `formats` and `fetch` read them, `shelf` puts a text into a situation's folder. The
libraries for each format are imported when a document of that format is read.
"""
