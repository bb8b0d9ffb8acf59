"""Prints a SAM template as CloudFormation gets it, as JSON.

Usage: transform.py TEMPLATE

The transform runs on AWS, and on the local stack, from the same package. It wants code that lies in a bucket already, so
each CodeUri becomes one that is nowhere.
"""

import json
import os
import sys

# The transform asks for a region before it knows that it needs none.
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file.read())

for resource in template["Resources"].values():
    if "CodeUri" in resource.get("Properties", {}):
        resource["Properties"]["CodeUri"] = {"Bucket": "code", "Key": "code.zip"}

defaults = {name: parameter.get("Default", "") for name, parameter in template["Parameters"].items()}
json.dump(Translator({}, Parser()).translate(template, defaults), sys.stdout)
