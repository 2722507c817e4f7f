"""The sections of a diagnosis, one small module for each chapter, in the reader's language."""
