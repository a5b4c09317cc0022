"""What a spreadsheet holds: definitions, reading, checking, templates."""
