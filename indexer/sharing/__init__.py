"""How articles leave the archive: as references, tables and files. Pure: values in, text out."""
