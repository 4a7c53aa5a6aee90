"""Languages a person may find easier than Russian; a curator who speaks one is looked for first.

Russian is the language of every centre and therefore not in the set. The names people read stand in Fluent under
`spoken-<value>`.
"""

from enum import StrEnum


class Spoken(StrEnum):
    """Languages of many families in Russia, and Russian sign language."""

    ARMENIAN = "armenian"
    AZERBAIJANI = "azerbaijani"
    BASHKIR = "bashkir"
    CHECHEN = "chechen"
    ENGLISH = "english"
    KAZAKH = "kazakh"
    KYRGYZ = "kyrgyz"
    SIGN = "sign"
    TAJIK = "tajik"
    TATAR = "tatar"
    UKRAINIAN = "ukrainian"
    UZBEK = "uzbek"
