"""Write vocab.txt from the sentences of prepared sets and the prompts: `python3 vocabulary.py OUT SET [SET …]`."""

import sys

from facts import CHEXPERT
from phantoms import read_sets, statements_of
from tokenizer import build_vocabulary


def main():
    films = read_sets(sys.argv[2:])
    reports = [sentence for record in films.list for sentence in record["report"]]
    prompts = list(statements_of(films)[0])
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("\n".join(build_vocabulary(prompts + reports + CHEXPERT)) + "\n")


if __name__ == "__main__":
    main()
