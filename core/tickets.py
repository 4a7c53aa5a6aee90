"""Public numbers: what a person reads over the phone instead of a name or an internal id.

Eight characters of an alphabet without look-alikes in print or handwriting (no 0 and O, 1, I and L, 3 and З, 6 and Б).
About 4 x 10^10 values, drawn at random, so that nobody guesses a neighbour's; the column is unique.
"""

import secrets

ALPHABET = "25789ACEFHKMNPRTUVWXY"
LENGTH = 8


def new_ticket() -> str:
    """A fresh ticket."""
    drawn, letters = secrets.randbelow(len(ALPHABET) ** LENGTH), []
    for _ in range(LENGTH):
        drawn, letter = divmod(drawn, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)
