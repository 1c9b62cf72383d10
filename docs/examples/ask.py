"""An answer in short, and every task of the programme page by page, with Python alone: python ask.py http://127.0.0.1:8000"""

import json
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

server = sys.argv[1]
facts = {"activity": "app-store", "territory": "chengdu", "origin": "DE", "share": "100", "on": "2025-06-01"}

decision = json.load(urlopen(f"{server}/api/v1/ask/access?{urlencode({**facts, 'brief': 1, 'lang': 'en'})}"))
print(decision["outcome"], *decision["lines"], sep="\n")

tasks, address = [], "/api/v1/tasks?lang=en&fields=task"
while address:
    page = json.load(urlopen(server + address))
    tasks += page["items"]
    address = page["next"]
print(len(tasks), "tasks")
