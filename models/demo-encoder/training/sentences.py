"""Phantom report sentence → the facts it states: the labeller that MedCLIP needs, for the generator's own wording."""

import re

KIND_WORDS = [
    ("cardiomegaly", r"cardiomegaly|enlargement of the heart|enlarged cardiac silhouette"),
    ("effusion", r"effusion|pleural fluid"),
    ("pneumothorax", r"pneumothorax"),
    ("consolidation", r"consolidation|airspace opacity"),
    ("edema", r"edema"),
    ("atelectasis", r"atelectasis"),
    ("nodule", r"nodule|\bmass\b"),
    ("rib-fracture", r"fracture"),
    ("pacemaker", r"pacemaker"),
    ("endotracheal-tube", r"endotracheal tube"),
    ("central-line", r"central line|central venous"),
    ("chest-tube", r"chest tube|pleural drain"),
    ("Lung Opacity", r"lung opacity"),
]
EXTRA_WORDS = [
    ("Enlarged Cardiomediastinum", r"wide mediastinum|widening of the mediastinum"),
    ("Pleural Other", r"pleural thickening"),
    ("Pneumonia", r"consistent with pneumonia|^pneumonia"),
]
UNSIDED = ("cardiomegaly", "edema", "endotracheal-tube", "Lung Opacity")
ZONED = ("consolidation", "nodule")
HEDGED = re.compile(r"\b(possible|probable|questionable)\b")
CLEAR = re.compile(r"lungs are clear|clear lungs|no acute (cardiopulmonary abnormality|findings)")


def read_phrase(phrase):
    """One phrase without negation → [(fact, +1)]."""
    facts = [(name, 1) for name, words in EXTRA_WORDS if re.search(words, phrase)]
    sides = [s for s in ("left", "right") if re.search(rf"\b({s}|bilateral|both sides)\b", phrase)]
    zones = [z for z in ("upper", "middle", "lower") if re.search(rf"\b{z}\b", phrase)]
    for kind, words in KIND_WORDS:
        if re.search(words, phrase):
            facts.append((kind, 1))
            facts += [(f"{kind}/{side}", 1) for side in sides if kind not in UNSIDED]
            facts += [(f"{kind}/{zone}", 1) for zone in zones if kind in ZONED]
    return facts


def read_sentence(sentence):
    """→ [(fact, ±1)], empty where nothing certain is said. Hedged phrases are left out: they state nothing."""
    text = sentence.lower().rstrip(". ")
    if CLEAR.search(text):
        return [("No Finding", 1)]
    facts = []
    for clause in text.split("; "):
        sign = -1 if clause.startswith("no ") else 1
        for phrase in re.split(r", | and | or ", clause.removeprefix("no ")):
            if not HEDGED.search(phrase):
                facts += [(fact, sign) for fact, _ in read_phrase(phrase)]
    return facts
