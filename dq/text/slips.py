r"""One slip between two names, told from sets of texts alone, so that it can be told from hashes of them.

`similar_sql` of `dq.text.names` compares two names letter by letter. Where only hashes meet, each side lists
beforehand what the other could have become: two mark-folded keys that are not equal are one slip apart if and only if
what one side keeps (`kept_slips`) and what the other probes (`probed_slips`) have a text in common. One side keeps few,
because it is stored; the other, which is made anew each time, takes the larger share (symmetric deletion, as in
SymSpell).

Letters are bytes, as in DuckDB's `levenshtein`; those of a mark-folded Vietnamese name are ASCII.
"""

_HOLE = b"\x01"  # where a letter is masked; no key holds control characters
_SHORTER = b"\x02"  # before a text that has a word less
_SPACE = 0x20
LONGEST = 200  # bytes of a name whose slips are listed; longer ones are no names, and their texts would be too many


def kept_slips(folded: str) -> list[bytes]:
    """Return what the side that is stored keeps of a mark-folded key: about as many texts as it has letters.

    The key itself, the key with each of its letters masked, and without each of its middle words. Nothing of a key
    longer than `LONGEST`.
    """
    text = folded.encode()
    if len(text) > LONGEST:
        return []
    return [text, *_masked(text), *(_SHORTER + short for short in _without_middle_word(text))]


def probed_slips(folded: str) -> list[bytes]:
    """Return what the other side looks for: about five texts a letter.

    The key with each letter masked (one was changed), with a hole at each place (one was dropped), without each letter
    (one was inserted), with neighbors swapped inside words, without each middle word, and as what is left of a longer
    one.
    """
    text = folded.encode()
    if len(text) > LONGEST:
        return []
    opened = [text[:place] + _HOLE + text[place:] for place in range(len(text) + 1)]
    dropped = [text[:place] + text[place + 1 :] for place in _letters(text)]
    swapped = [
        text[:place] + bytes((text[place + 1], text[place])) + text[place + 2 :]
        for place in _letters(text[:-1])
        if text[place + 1] not in {_SPACE, text[place]}
    ]
    return [*_masked(text), *opened, *dropped, *swapped, *_without_middle_word(text), _SHORTER + text]


def _letters(text: bytes) -> list[int]:
    return [place for place, byte in enumerate(text) if byte != _SPACE]


def _masked(text: bytes) -> list[bytes]:
    return [text[:place] + _HOLE + text[place + 1 :] for place in _letters(text)]


def _without_middle_word(text: bytes) -> list[bytes]:
    words = text.split(b" ")
    return [b" ".join(words[:place] + words[place + 1 :]) for place in range(1, len(words) - 1)]
