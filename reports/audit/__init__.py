"""The report over an audit: a folder of tables -> one model, computed once -> a file in one of several formats."""
