"""What stands around the pages: the server's routes and headers, options that must hold, errors, navigation."""
