"""Reports: a document of plain sentences, tables and pictures, as a page, in Word, as a workbook."""
