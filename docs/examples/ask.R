# An answer in short, and every task of the programme page by page, with R and jsonlite: Rscript ask.R http://127.0.0.1:8000
library(jsonlite)
server <- commandArgs(trailingOnly = TRUE)[1]

facts <- c(activity = "app-store", territory = "chengdu", origin = "DE", share = "100", on = "2025-06-01", brief = "1", lang = "en")
query <- paste(names(facts), vapply(facts, URLencode, "", reserved = TRUE), sep = "=", collapse = "&")
decision <- fromJSON(paste0(server, "/api/v1/ask/access?", query))
cat(decision$outcome, decision$lines, sep = "\n")

tasks <- character(0)
address <- "/api/v1/tasks?lang=en&fields=task"
while (!is.null(address)) {
  page <- fromJSON(paste0(server, address))
  tasks <- c(tasks, page$items$task)
  address <- page[["next"]]
}
cat(length(tasks), "tasks\n")
