"""The workbook of a report, recalculated by LibreOffice: every formula cell must give what is stored in it, and after five
prices are changed what the program gives with these prices, to the cent.

In: the program, a folder to work in. Out: the pages nl/report.html and en/report.html in that folder, a line of counts;
exit code 1 where a cell differs."""

import csv
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

PROGRAM, WORK = sys.argv[1], Path(sys.argv[2])
SIZES = ["--draws", "256", "--households", "20"]
FACTORS = [1.1, 0.9, 1.25, 0.5, 2.0]
CENT = 0.005
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# LibreOffice takes stored values as they are unless it is told to recalculate always.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def report(scenario, folder, *more):
    out = WORK / folder
    arguments = [PROGRAM, "report", scenario, *SIZES, "--quiet", "--out", str(out), *more]
    subprocess.run(arguments, check=True)
    return out / "report.xlsx"


def recalculated(book, name):
    profile = WORK / "office"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS)
    folder = WORK / name
    arguments = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*arguments, "--outdir", str(folder), str(book)], check=True, capture_output=True)
    return folder / book.name


def sheets(book):
    """Files of sheets by name, and the cells of names."""
    with zipfile.ZipFile(book) as archive:
        whole = ET.fromstring(archive.read("xl/workbook.xml"))
        links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target") for link in links}
        files = {sheet.get("name"): "xl/" + targets[sheet.get(RELATION)].lstrip("/").removeprefix("xl/")
                 for sheet in whole.iter(MAIN + "sheet")}
        names = {name.get("name"): name.text for name in whole.iter(MAIN + "definedName")}
        cells = {}
        for sheet, file in files.items():
            for cell in ET.fromstring(archive.read(file)).iter(MAIN + "c"):
                value, formula = cell.find(MAIN + "v"), cell.find(MAIN + "f")
                text = value.text if value is not None else None
                cells[sheet, cell.get("r")] = (formula.text if formula is not None else None, text, cell.get("t"))
        return files, names, cells


def differences(wanted, found, skip=lambda formula: False):
    """Formula cells of `wanted` that `found` has otherwise, and how many were looked at."""
    wrong, count = [], 0
    for place, (formula, value, _) in wanted.items():
        if formula is None or skip(formula):
            continue
        count += 1
        other = found.get(place, (None, None, None))
        try:
            same = abs(float(value) - float(other[1])) < CENT and other[2] not in ("e", "str")
        except (TypeError, ValueError):
            same = False
        if not same:
            wrong.append((place, formula, value, other[1:]))
    return wrong, count


def changed(book, files, cells, chosen):
    """A copy of the book in which these cells hold their value times a factor."""
    copy = WORK / "changed" / book.name
    copy.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            text = old.read(item)
            for (sheet, cell), factor in chosen.items():
                if files[sheet] == item.filename:
                    value = float(cells[sheet, cell][1]) * factor
                    pattern = rb'(<c r="' + cell.encode() + rb'"[^>]*><v>)[^<]*(</v>)'
                    text, times = re.subn(pattern, lambda found: found[1] + repr(value).encode() + found[2], text)
                    assert times == 1, cell
            new.writestr(item, text)
    return copy


def own_list(chosen):
    """The rows of the price list with these prices and their ranges scaled."""
    with open("scenarios/prices/nl.csv", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"] in chosen]
    for row in rows:
        for column in ["central", "low", "high"]:
            # A range of the kind "factor" or a share of the price goes with it.
            if row[column] and (column == "central" or row["range"] in ("minmax", "")):
                row[column] = repr(float(row[column]) * chosen[row["id"]])
    path = WORK / "own.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path, [row["id"] for row in rows]


def main():
    faults = []
    book = report("huisuitzetting", "nl", "--language", "nl")
    files, names, cells = sheets(book)
    _, _, again = sheets(recalculated(book, "again"))
    wrong, count = differences(cells, again)
    faults += wrong
    print(f"workbook: {count} formula cells recalculated, {len(wrong)} differ")

    # The prices that move the outcome most, of those of the list: by the items that use them.
    known = {row["id"] for row in csv.DictReader(open("scenarios/prices/nl.csv", encoding="utf-8", newline=""))}
    uses = {}
    for (sheet, cell), (formula, _, _) in cells.items():
        if sheet == list(files)[2] and formula and formula.startswith("price_"):
            society = cells[sheet, re.sub("[A-Z]+", "V", cell)][1]
            uses[formula] = uses.get(formula, 0.0) + abs(float(society))
    order = sorted((name for name in uses if name.removeprefix("price_") in known), key=lambda name: -uses[name])
    factors = dict(zip([name.removeprefix("price_") for name in order], FACTORS))
    assert len(factors) == len(FACTORS), factors
    path, listed = own_list(factors)
    assert len(listed) == len(FACTORS)
    place = lambda name: tuple(names["price_" + name].replace("'", "").replace("$", "").split("!"))
    chosen = {place(name): factor for name, factor in factors.items()}
    _, _, scaled = sheets(recalculated(changed(book, files, cells, chosen), "scaled"))
    engine = sheets(report("huisuitzetting", "engine", "--language", "nl", "--prices", str(path)))[2]
    # The mean of draws on the summary does not follow prices, and says so.
    wrong, count = differences(engine, scaled, skip=lambda formula: "AVERAGE" in formula)
    faults += wrong
    print(f"workbook: {count} formula cells with five other prices ({', '.join(factors)}), {len(wrong)} differ")
    moved = abs(float(cells[list(files)[0], "B4"][1]) - float(scaled[list(files)[0], "B4"][1]))
    if moved < 1.0:
        faults.append(("the balance does not follow the prices", moved))
    report("huisuitzetting", "en", "--language", "en", "--alternative", "maatwerk")
    for fault in faults[:20]:
        print("  ", *fault)
    sys.exit(1 if faults else 0)


main()
