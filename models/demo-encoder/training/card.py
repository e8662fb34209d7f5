"""Print the tables of CARD.md from what evaluate.py measured: `python3 card.py RESULTS`."""

import json
import sys


def number(value):
    return "N/A" if value is None else f"{value:.3f}"


def span(row):
    return "N/A" if row["interval"] is None else f"{row['interval'][0]:.3f} to {row['interval'][1]:.3f}"


def columns(title, rows, prompts):
    print(f"| {title} | prompt, said | prompt, denied | positives of {next(iter(rows.values()))['n']} | AUROC | 95 % interval |")
    print("|---|---|---|---|---|---|")
    for name, row in rows.items():
        said, denied = prompts[name]
        print(f"| {name} | {said} | {denied} | {row['positives']} | {number(row['auroc'])} | {span(row)} |")
    print()


def severities(rows, sides):
    print("| planted kind | small: n | small: AUROC | large: n | large: AUROC | left or right: n | left or right: AUROC |")
    print("|---|---|---|---|---|---|---|")
    for kind, parts in rows.items():
        small, large = parts["small"], parts["large"]
        cells = [small["positives"], number(small["auroc"]), large["positives"], number(large["auroc"])]
        side = sides.get(kind)
        cells += ["–", "–"] if side is None else [side["n"], number(side["auroc"])]
        print(f"| {kind} | " + " | ".join(str(cell) for cell in cells) + " |")
    print()


def shortcuts(tables):
    print("| prompt pair of | films | n | positives | AUROC |")
    print("|---|---|---|---|---|")
    for finding, rows in tables.items():
        for films, row in rows.items():
            print(f"| {finding} | {films} | {row['n']} | {row['positives']} | {number(row['auroc'])} |")
    print()


def maps(rows):
    print("| planted slot | n | energy in the mask's cells | maximum in the mask | share of cells in the mask |")
    print("|---|---|---|---|---|")
    for slot, row in rows.items():
        print(f"| {slot} | {row['n']} | {row['energy']:.3f} | {row['pointing']:.3f} | {row['area']:.3f} |")
    print()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        found = json.load(file)
    print(f"Mean over the CheXpert columns: {found['mean']:.3f} ({found['films']} films, {found['patients']} patients)\n")
    columns("CheXpert column", found["columns"], found["prompts"])
    columns("planted kind", found["kinds"], found["prompts"])
    severities(found["severity"], found["sides"])
    shortcuts(found["shortcuts"])
    maps(found["grounding"])


if __name__ == "__main__":
    main()
