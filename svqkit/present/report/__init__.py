"""Reports: a document of plain sentences, tables and pictures, written as HTML or JSON."""
