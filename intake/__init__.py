"""Archives of other systems -> records: files, folders, tables and databases, read as a stream."""
