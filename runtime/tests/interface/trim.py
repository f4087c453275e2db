#!/usr/bin/env python3
"""Trim the description of the public interface to what `cargo test` compares.

    python3 trim.py path/to/surface.json > surface.json

The input describes the reference chain as the official client sees it. Everything that the tests
do not compare is left out: documentation of items, versions and hashes of runtime APIs, values
given in two forms. The output has one item a line, or, where an item is longer than a line, one
field or variant a line.

Lists (fields, arguments) are pairs of name and type; the name of a positional field is null.
A third element of a pair, and `ident` of a storage item, is the client's own name for the type
where it differs from the type expression. Numbers beyond 64 bits become strings.
"""

import json
import re
import sys

WIDTH = 240


def number(value):
    """`value` with integers beyond 64 bits as strings, which every JSON reader keeps exact."""
    if isinstance(value, dict):
        return {key: number(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [number(inner) for inner in value]
    if type(value) is int and not -(2**63) <= value < 2**64:
        return str(value)
    return value


def argument(arg):
    pair = [arg["name"], arg["type"]]
    return pair if arg["ident"] == arg["type"] else [*pair, arg["ident"]]


def call(item):
    return {"index": item["index"], "name": item["name"], "args": [argument(a) for a in item["args"]]}


def noted_default(note):
    """The default in a note such as "100000 (0.0001 TAO)" or "Yuma"."""
    word = re.match(r"\w+", note)[0]
    return int(word) if word.isdigit() else word


def storage(item):
    out = {"name": item["name"], "keys": item["keys"], "hashers": item["hashers"]}
    out |= {"value": item["value"], "modifier": item["modifier"]}
    if item["ident"] != item["value"]:
        out["ident"] = item["ident"]
    if "default_hex" in item:
        out["default_hex"] = item["default_hex"]
    elif "default" in item:
        out["default"] = item["default"]
    elif "default_note" in item:
        out["default"] = noted_default(item["default_note"])
    for key in ("default_prod", "default_from"):
        if key in item:
            out[key] = item[key]
    return out


def constant(item):
    return {key: item[key] for key in ("name", "type", "value", "fast") if key in item}


def error(item):
    return {"index": item["index"], "name": item["name"]}


def pair(field):
    return [field["name"], field["type"]]


def event(item):
    return {"index": item["index"], "name": item["name"], "fields": [pair(f) for f in item["fields"]]}


def pallet(item):
    head = {key: item[key] for key in ("name", "index", "prefix")}
    trims = {"calls": call, "storage": storage, "constants": constant, "errors": error, "events": event}
    return head | {key: [trim(inner) for inner in item[key]] for key, trim in trims.items()}


def api(item):
    methods = [
        {"name": m["name"], "inputs": [pair(i) for i in m["inputs"]], "output": m["output"]}
        for m in item["methods"]
    ]
    return {"name": item["name"], "methods": methods}


def definition(item):
    if item["kind"] in ("struct", "tuple"):
        return {"fields": item["fields"]}
    assert item["kind"] == "enum", item
    return {"variants": [[v["index"], v["name"], v.get("fields", [])] for v in item["variants"]]}


def surface(whole):
    extrinsic = {key: whole["extrinsic"][key] for key in ("version", "address", "signature", "call", "extensions")}
    return {
        "extrinsic": extrinsic,
        "pallets": [pallet(p) for p in whole["pallets"]],
        "runtime_apis": [api(a) for a in whole["runtime_apis"]],
        "types": {name: definition(whole["types"][name]) for name in sorted(whole["types"])},
    }


def write(value, indent=0, head=0):
    """JSON of `value` on one line, if it fits behind `head` characters, else broken one level down."""
    line = json.dumps(value, ensure_ascii=False)
    if indent + head + len(line) <= WIDTH and indent > 1 or not value or not isinstance(value, (dict, list)):
        return line
    pad = "\n" + "\t" * (indent + 1)
    if isinstance(value, dict):
        names = [json.dumps(name) + ": " for name in value]
        parts = [name + write(inner, indent + 1, len(name)) for name, inner in zip(names, value.values())]
    else:
        parts = [write(inner, indent + 1) for inner in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + pad + ("," + pad).join(parts) + "\n" + "\t" * indent + closing


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        print(write(number(surface(json.load(file)))))


if __name__ == "__main__":
    main()
