# The analyses of a validation, one after the other, in R: prints the seconds of each run.
# Rscript validate_vs_r.R folder times
# (folder: perceptions.csv, expectations.csv, outcomes.csv, flagged.csv, model.txt)
arguments <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({library(psych); library(GPArotation); library(lavaan); library(semTools)})
read <- function(name) read.csv(file.path(arguments[1], name))
perceptions <- read("perceptions.csv")
expectations <- read("expectations.csv")
outcomes <- read("outcomes.csv")
flagged <- read("flagged.csv")$flagged == 1
lines <- readLines(file.path(arguments[1], "model.txt"))
factors <- sub(" =~.*", "", lines)
items <- lapply(strsplit(sub(".*=~ ", "", lines), " \\+ "), trimws)
all_items <- unlist(items)
one <- paste("quality =~", paste(all_items, collapse = " + "))
second <- c(lines, paste("quality =~", paste(factors, collapse = " + ")))
general <- c(lines, paste("general =~", paste(all_items, collapse = " + ")))

fitted <- function(model, data = perceptions, ...) {
  fit <- cfa(paste(model, collapse = "\n"), data, ...)
  fitMeasures(fit)
  parameterEstimates(fit, standardized = TRUE)
  fit
}

screened <- function(answers) {
  psych::outlier(answers, plot = FALSE)
  apply(answers, 1, function(row) max(rle(row)$lengths))
  apply(answers, 1, sd, na.rm = TRUE)
  psych::describe(answers)
  psych::response.frequencies(answers)
}

predicted <- function(scores) {
  for (outcome in outcomes) {
    fit <- lm(outcome ~ ., data.frame(scores))
    summary(fit)
    confint(fit)
  }
}

chain <- function() {
  gaps <- perceptions - expectations
  screened(perceptions)
  screened(expectations)
  psych::mardia(na.omit(perceptions), plot = FALSE)
  for (answers in list(perceptions, expectations, gaps)) {
    for (scale in items) {
      psych::alpha(answers[scale], warnings = FALSE)
      psych::omega(answers[scale], nfactors = 1, plot = FALSE)
    }
    psych::alpha(answers, warnings = FALSE)
  }
  psych::omega(perceptions, nfactors = length(factors), plot = FALSE)
  complete <- na.omit(perceptions)
  R <- cor(complete)
  psych::KMO(R)
  psych::cortest.bartlett(R, nrow(complete))
  psych::fa.parallel(complete, fm = "minres", fa = "both", n.iter = 100, plot = FALSE)
  psych::vss(complete, n = 8, plot = FALSE)
  psych::fa(complete, length(factors), fm = "minres", rotate = "oblimin")
  designed <- fitted(lines)
  fitted(one)
  fitted(second)
  fitted(general, orthogonal = TRUE, std.lv = TRUE)
  modificationIndices(designed)
  compRelSEM(designed)
  AVE(designed)
  htmt(paste(lines, collapse = "\n"), perceptions)
  for (item in all_items) {
    t.test(perceptions[[item]], expectations[[item]], paired = TRUE)
    wilcox.test(perceptions[[item]], expectations[[item]], paired = TRUE, exact = FALSE)
  }
  for (scale in c(items, list(all_items))) {
    t.test(rowMeans(perceptions[scale]), rowMeans(expectations[scale]), paired = TRUE)
  }
  for (answers in list(perceptions, gaps)) {
    predicted(sapply(items, function(scale) rowMeans(answers[scale])))
  }
  for (scale in items) psych::alpha(perceptions[!flagged, scale], warnings = FALSE)
  fitted(lines, perceptions[!flagged, ])
  designed
}

quiet <- function() {
  sink(nullfile())
  on.exit(sink())
  suppressMessages(suppressWarnings(chain()))
}
designed <- quiet()
cat("chisq", format(fitMeasures(designed, "chisq")[[1]], digits = 15), "\n")
for (i in seq_len(as.integer(arguments[2]))) {
  cat("seconds", system.time(quiet())[["elapsed"]], "\n")
}
