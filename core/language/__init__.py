"""Russian as people type it: the shared ground of search and of crisis detection.

Pure and deterministic. Everything works on *plain* text (`plain.py`): lower case, «е» for «ё», no invisible
characters. Word forms come from a table made ahead of time (`forms.py`); the morphological dictionary itself
(pymorphy3) is loaded only by the short-lived process of `inflecting.py`, never by the bot.
"""
