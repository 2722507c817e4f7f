# Composite reliability of models of ordered answers by semTools: of sum scores and of latent responses.
# Run in this folder: Rscript reliability.R
suppressPackageStartupMessages({ library(lavaan); library(semTools); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")),
                 semTools = as.character(packageVersion("semTools")))
items <- function(f, at, p = "Q") paste0(f, " =~ ", paste0(p, at, collapse = " + "))
twelve <- paste(items("f", 1:4), items("g", 5:8), items("h", 9:12), sep = "\n")
servqual <- paste(items("tangibles", 1:4), items("reliability", 5:9), items("responsiveness", 10:13),
                  items("assurance", 14:17), items("empathy", 18:22), sep = "\n")
cases <- list(
  five = list(file = "five.csv", model = twelve),
  seven = list(file = "../answers/survey.csv", model = servqual),
  small = list(file = "../answers/small.csv", model = twelve),
  two = list(file = "../polychoric/two.csv", model = paste(items("f", 1:4), items("g", 5:8), sep = "\n")),
  bfi = list(file = "../answers/bfi.csv", model = paste(items("agree", 1:5, "A"), items("neuro", 1:5, "N"), sep = "\n")),
  configural = list(file = "five.csv", model = twelve, group = "half"))
out <- list()
for (name in names(cases)) {
  case <- cases[[name]]
  data <- read.csv(case$file)
  data[] <- lapply(data, function(x) if (is.numeric(x)) ordered(x) else x)
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) {
    fit <- suppressWarnings(cfa(case$model, data, group = case$group, control = list(iter.max = 20000, rel.tol = tolerance)))
    if (lavInspect(fit, "converged")) break
  }
  plain <- function(x) { x <- as.list(x); lapply(x, as.numeric) }
  numbers <- function(x) if (is.null(case$group)) plain(x) else lapply(split(x[-1], x$group), plain)
  out[[name]] <- c(case, list(sum_score = numbers(compRelSEM(fit)), latent = numbers(compRelSEM(fit, ord.scale = FALSE)),
                              ave = if (is.null(case$group)) plain(AVE(fit)) else NULL))
  cat(name, unlist(out[[name]]$sum_score), "\n")
}
write_json(list(versions = versions, cases = out), "reliability.json", digits = NA, auto_unbox = TRUE)
