# Factor scores of respondents with missing answers, after full-information estimation by lavaan.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
three <- "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9"
cases <- list(three = list(model = three),
              second = list(model = paste(three, "general =~ visual + textual + speed", sep = "\n")),
              scalar = list(model = three, group = "school", group.equal = c("loadings", "intercepts")))
data <- read.csv("../estimators/hs_missing.csv")
for (name in names(cases)) {
  case <- cases[[name]]
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-11, 1e-10)) {
    fit <- suppressWarnings(do.call("cfa", c(case, list(data = data, missing = "ml", em.h1.iter.max = 5000L, em.h1.tol = 1e-12,
      control = list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)))))
    if (lavInspect(fit, "converged")) break
  }
  stopifnot(lavInspect(fit, "converged"))
  index <- lavInspect(fit, "case.idx")
  if (!is.list(index)) index <- list(index)
  out <- list(versions = versions, file = "../estimators/hs_missing.csv", model = case$model, options = case[setdiff(names(case), "model")], rows = unlist(index))
  for (method in c("regression", "Bartlett")) {
    if (name == "second" && method == "Bartlett") next
    scores <- lavPredict(fit, method = method)
    if (is.list(scores)) scores <- do.call(rbind, scores)
    out$factors <- colnames(scores)
    out[[tolower(method)]] <- lapply(seq_len(nrow(scores)), function(i) unname(scores[i, ]))
  }
  write_json(out, paste0(name, ".json"), digits = NA, auto_unbox = TRUE, na = "null", null = "null")
}
