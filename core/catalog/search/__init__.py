"""A parent's own words find the right measure, or hear an honest «не нашли».

`engine.py` answers, `index.py` prepares, `data/search/` holds everything an editor may change: everyday
phrases for measures, interchangeable words, situations, topics that are not ours. Pure: no files, clock or
database except `files.py`; the running index is swapped in `live.py`.
"""
