#!/bin/sh
# An answer in short with curl: sh ask.sh http://127.0.0.1:8000
curl -sf --get "$1/api/v1/ask/access" \
  -d activity=app-store -d territory=chengdu -d origin=DE -d share=100 -d on=2025-06-01 -d brief=1 -d lang=en -d fields=outcome,lines
