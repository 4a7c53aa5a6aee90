"""Text typed in the wrong keyboard layout: «gjcj,bt» is «пособие», «зфыызщке» is «passport».

Both tables are the standard layouts (ЙЦУКЕН and US QWERTY), the ones phones and computers sell with.
Works on plain text (lower case), where Russian «х ъ ж э б ю ё» lie under punctuation.
"""

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_LATIN_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_RUSSIAN = "ейцукенгшщзхъфывапролджэячсмитьбю."

_TO_RUSSIAN = str.maketrans(_LATIN + _LATIN_SHIFTED.lower(), _RUSSIAN * 2)
_TO_LATIN = str.maketrans(_RUSSIAN[1:], _LATIN[1:])


def in_russian_layout(text: str) -> str:
    """What the same keys give in the Russian layout."""
    return text.translate(_TO_RUSSIAN)


def in_latin_layout(text: str) -> str:
    """What the same keys give in the Latin layout."""
    return text.translate(_TO_LATIN)
