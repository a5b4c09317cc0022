"""What is kept: the database, its keys, the writer, batches, audit, retention, backup; every connection."""
