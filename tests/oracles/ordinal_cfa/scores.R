# Factor scores of models of ordered answers by lavaan (empirical Bayes modal), of the first 60 respondents (and 60 of the other group).
# Run in this folder: Rscript scores.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
twelve <- "f =~ Q1 + Q2 + Q3 + Q4\ng =~ Q5 + Q6 + Q7 + Q8\nh =~ Q9 + Q10 + Q11 + Q12"
cases <- list(
  five = list(file = "five.csv", model = twelve),
  second_order = list(file = "five.csv", model = paste(twelve, "quality =~ f + g + h", sep = "\n")),
  two = list(file = "../polychoric/two.csv", model = "f =~ Q1 + Q2 + Q3 + Q4\ng =~ Q5 + Q6 + Q7 + Q8"),
  scalar = list(file = "five.csv", model = twelve, group = "half", group.equal = c("thresholds", "loadings")))
out <- list()
for (name in names(cases)) {
  case <- cases[[name]]
  data <- read.csv(case$file)
  data[] <- lapply(data, function(x) if (is.numeric(x)) ordered(x) else x)
  fit <- suppressWarnings(do.call("cfa", c(list(case$model, data = data, control = list(rel.tol = 1e-12)), case[-(1:2)])))
  take <- if (is.null(case$group)) 1:60 else c(1:60, 201:260)
  scores <- lavPredict(fit, newdata = data[take, ], optim.method = "nlminb")
  rows <- if (is.null(case$group)) list(all = scores) else scores
  out[[name]] <- c(case, list(scores = lapply(rows, function(x) as.data.frame(unclass(x)))))
  cat(name, sapply(rows, nrow), "\n")
}
write_json(list(versions = versions, cases = out), "scores.json", digits = NA, auto_unbox = TRUE, dataframe = "columns")
