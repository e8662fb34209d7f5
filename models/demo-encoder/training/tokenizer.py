"""BERT's BasicTokenizer and greedy WordPiece, and the small vocabulary of the demo encoder.

Devlin et al., NAACL 2019; rules as in the reference `tokenization.py` (lower case, accents stripped, punctuation split).
"""

import string
import unicodedata
from collections import Counter

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LONGEST_WORD = 100


def is_punctuation(character):
    """ASCII symbols count as punctuation as well as every Unicode category P*."""
    code = ord(character)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(character).startswith("P")


def is_cjk(character):
    code = ord(character)
    ranges = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F))
    ranges += ((0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
    return any(low <= code <= high for low, high in ranges)


def clean(character):
    """One character after cleaning: nothing for controls, a blank for white space, blanks around CJK."""
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if ord(character) in (0, 0xFFFD) or unicodedata.category(character).startswith("C"):
        return ""
    return f" {character} " if is_cjk(character) else character


def words(text):
    """Text → lower-cased words and single punctuation marks, accents stripped."""
    text = "".join(clean(character) for character in text).lower()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return "".join(f" {c} " if is_punctuation(c) else c for c in text).split()


def build_vocabulary(sentences):
    """Specials, then every printable character alone and as a continuation, then the words of the sentences."""
    characters = string.ascii_lowercase + string.digits
    pieces = SPECIALS + list(string.punctuation) + list(characters) + [f"##{c}" for c in characters]
    known = set(pieces)
    counts = Counter(word for sentence in sentences for word in words(sentence))
    return pieces + sorted(word for word in counts if word not in known)


def word_pieces(word, known):
    """Greedy longest match from the left; [UNK] for the whole word when a piece is missing."""
    if len(word) > LONGEST_WORD:
        return ["[UNK]"]
    pieces, start = [], 0
    while start < len(word):
        prefix = "##" if start else ""
        ends = (end for end in range(len(word), start, -1) if prefix + word[start:end] in known)
        end = next(ends, None)
        if end is None:
            return ["[UNK]"]
        pieces.append(prefix + word[start:end])
        start = end
    return pieces


class Tokenizer:
    """Text → ids with [CLS] and [SEP], cut at `positions`."""

    def __init__(self, vocabulary, positions=64):
        self.index = {piece: i for i, piece in enumerate(vocabulary)}
        self.positions = positions

    @classmethod
    def read(cls, path, positions=64):
        with open(path, encoding="utf-8") as file:
            return cls(file.read().splitlines(), positions)

    def encode(self, text):
        pieces = [piece for word in words(text) for piece in word_pieces(word, self.index)]
        return [self.index[p] for p in ["[CLS]", *pieces[: self.positions - 2], "[SEP]"]]
