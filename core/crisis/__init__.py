"""Urgent help: recognising a message from somebody in danger and building the card that answers it.

`signals.py` says what can be recognised, `detection.py` recognises it, `cards.py` and `lines.py` answer. These are
pure: no clock, no database, no files; `files.py` is the one edge that reads `data/crisis/`.
"""
