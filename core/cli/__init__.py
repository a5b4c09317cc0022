"""The command line: what can be asked, a module for each command, and the CSV files that are written.

Exit status of every command: 0 done; 1 the data has errors; 2 the call itself is wrong.
"""

DONE, DATA_ERRORS, WRONG_CALL = 0, 1, 2
