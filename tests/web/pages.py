"""An address for every page, for tests that go through them all."""

from __future__ import annotations

CASE = "activity=app-store&territory=chengdu&origin=DE&share=100&on=2025-06-01"
SHENZHEN = "activity=idc&territory=shenzhen&origin=DE&share=100&on=2025-03-15"

ADDRESSES = {
    "/": "/",
    "/question": "/question?q=send+an+engineer+from+France+to+Suzhou+for+3+months+xyzzy",
    "/ask/{question}": "/ask/data_export?data=personal",
    "/decision/{question}": f"/decision/access?{CASE}",
    "/elsewhere/{question}": f"/elsewhere/access?{SHENZHEN}",
    "/what-if/{question}": f"/what-if/access?{CASE}",
    "/ceilings": "/ceilings?area=telecom&differing=yes",
    "/matrix": "/matrix?rows=telecom",
    "/changes": "/changes?since=2024-10-31&until=2025-05-01",
    "/openness": "/openness?on=2025-06-01&place=chongqing&with=shanghai&task=t1",
    "/activities": "/activities",
    "/activities/{id}": "/activities/app-store",
    "/territories": "/territories?text=shanghai",
    "/territories/{id}": "/territories/chengdu",
    "/regions": "/regions",
    "/instruments": "/instruments?text=data",
    "/instruments/{id}": "/instruments/cn-vats-pilot-2024",
    "/procedures": "/procedures",
    "/procedures/{id}": "/procedures/vats-licence?received=2026-03-02&accepted=2026-03-06",
    "/programme": "/programme",
    "/tasks": "/tasks",
    "/tasks/{id}": "/tasks/t1",
    "/plans": "/plans",
    "/chronology": "/chronology",
    "/statistics": "/statistics",
    "/replication": "/replication",
    "/crosswalk": "/crosswalk",
    "/crosswalk/{agreement}/{chapter}": "/crosswalk/cptpp/14",
    "/areas": "/areas",
    "/sources": "/sources?grade=official",
    "/sources/{id}": "/sources/s18",
    "/claims": "/claims",
    "/contradictions": "/contradictions",
    "/coverage": "/coverage",
    "/names/{id}": "/names/origins",
    "/search": "/search?q=lingang",
    "/screen": "/screen",
    "/read": "/read",
    "/review": "/review",
    "/api": "/api",
}
"""By the path of the page, below the language. Screenings, reports and what lies on a review desk have no lasting address."""
