"""What is known about ICP certificates: the facts of a website, the rules, the working days and the deadlines.

Plain Python: no Rasa, no clock, and no input but this package's own data in `knowledge/`. Today's date is always an argument.
"""
