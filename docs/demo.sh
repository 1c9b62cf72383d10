#!/bin/sh
# Four real questions, answered in the terminal. usage: docs/demo.sh [path of shidian]
shidian=${1:-shidian}
ask() {
    printf '\n\033[36m$ shidian ask'
    printf ' %s' "$@"
    printf '\033[0m\n\n'
    "$shidian" ask "$@"
    code=$?
    [ "$code" -eq 0 ] || [ "$code" -eq 4 ] || exit "$code"
}
# 1. A German company and a data centre in Shenzhen: open, by a pilot that had to be launched first.
ask access activity=idc territory=shenzhen origin=DE share=100 on=2025-03-15 --lang en
# 2. An app store in Chengdu, outside the free-trade zone: announced, not in force.
ask access activity=app-store territory=chengdu:other origin=DE share=100 on=2025-06-01 --lang en
# 3. A data centre "in Shanghai": it depends on where.
ask access activity=idc territory=shanghai origin=US share=100 on=2025-01-10 --lang en
# 4. 同一家医院，用中文提问。
ask access 'activity=综合医院' 'territory=苏州' 'origin=新加坡' share=100 on=2025-01-15 --lang zh
