"""Tables as files that people edit and hand back: CSV and XLSX, written and read so that what was not edited is equal."""
