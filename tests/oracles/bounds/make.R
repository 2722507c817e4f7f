# Bounded estimation by lavaan: bounds = "pos.var" and "standard" on models with Heywood cases.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
two <- "f =~ Q1 + Q2 + Q3\n g =~ Q4 + Q5 + Q6"
three <- "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9"
# eighteen pupils: small enough for improper estimates
few <- read.csv("../cfa/holzinger.csv")[c(1:9, 150:158) * 1, c("school", paste0("x", 1:9))]
write.csv(few, "few.csv", row.names = FALSE)
files <- c(heywood = "../cfa/heywood.csv", few = "few.csv", hs = "../cfa/holzinger.csv")
cases <- list(
  heywood = list(data = "heywood", model = two),
  heywood_MLR = list(data = "heywood", model = two, estimator = "MLR"),
  heywood_std_lv = list(data = "heywood", model = two, std.lv = TRUE),
  heywood_second = list(data = "heywood", model = paste(two, "g ~ f", sep = "\n")),
  few = list(data = "few", model = three),
  few_GLS = list(data = "few", model = three, estimator = "GLS"),
  hs = list(data = "hs", model = three),
  groups = list(data = "hs", model = paste(three, "x1 ~~ x9", sep = "\n"), group = "school"))
plain <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
for (name in names(cases)) for (bounds in c("pos.var", "standard")) {
  case <- cases[[name]]
  options <- case[setdiff(names(case), c("data", "model"))]
  data <- read.csv(files[[case$data]])
  fit <- NULL
  for (tolerance in c(1e-14, 1e-12, 1e-10)) {
    fit <- suppressWarnings(do.call("cfa", c(list(model = case$model, data = data, bounds = bounds,
      control = list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)), options)))
    if (lavInspect(fit, "converged")) break
  }
  cat(name, bounds, lavInspect(fit, "converged"), "\n")
  if (!lavInspect(fit, "converged")) next
  table <- as.data.frame(parTable(fit))
  table <- table[table$op != "==", ]
  infinite <- function(x) ifelse(is.finite(x), x, NA)
  out <- data.frame(lhs = table$lhs, op = table$op, rhs = table$rhs, group = table$group, free = table$free,
                    est = table$est, se = table$se, lower = infinite(table$lower), upper = infinite(if (is.null(table$upper)) rep(Inf, nrow(table)) else table$upper))
  write_json(list(versions = versions, file = files[[case$data]], model = case$model, options = options, bounds = bounds,
    groups = if (is.null(options$group)) NULL else lavInspect(fit, "group.label"),
    chisq = fitMeasures(fit, "chisq")[[1]], df = fitMeasures(fit, "df")[[1]], parameters = out),
    paste0(name, "_", sub("\\.", "_", bounds), ".json"), digits = NA, auto_unbox = TRUE, na = "null", null = "null", dataframe = "columns")
}
