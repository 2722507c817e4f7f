# Defined parameters (:=) by lavaan: indirect effects, differences, omega; ML, MLR, FIML, groups.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
files <- c(hs = "../cfa/holzinger.csv", missing = "../estimators/hs_missing.csv")
three <- "visual =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed =~ x7 + x8 + x9\n"
indirect <- paste0(three, "speed ~ a*visual + b*textual\n textual ~ c*visual\n",
                   "indirect := c*b\n total := a + indirect\n share := indirect/total\n",
                   "curve := exp(-indirect^2) - log(sqrt(total) + 1)/2")
omega <- paste("visual =~ NA*x1 + l1*x1 + l2*x2 + l3*x3\n visual ~~ 1*visual\n x1 ~~ e1*x1\n x2 ~~ e2*x2\n x3 ~~ e3*x3",
               "omega := (l1 + l2 + l3)^2/((l1 + l2 + l3)^2 + e1 + e2 + e3)", "difference := l1 - l2", "power := -2^2 + l1^-1", sep = "\n")
groups <- paste0("visual =~ x1 + c(a1, a2)*x2 + c(b, b)*x3\n textual =~ x4 + x5 + x6\n", "difference := a1 - a2\n product := b*a1*2")
cases <- list(
  indirect_ML = list(data = "hs", model = indirect),
  indirect_MLR = list(data = "hs", model = indirect, estimator = "MLR"),
  indirect_FIML = list(data = "missing", model = indirect, missing = "ml"),
  omega_ML = list(data = "hs", model = omega),
  omega_std_lv = list(data = "hs", model = omega, estimator = "MLM"),
  groups_ML = list(data = "hs", model = groups, group = "school"),
  groups_FIML = list(data = "missing", model = groups, group = "school", missing = "ml"))
plain <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
for (name in names(cases)) {
  case <- cases[[name]]
  options <- case[setdiff(names(case), c("data", "model"))]
  data <- read.csv(files[[case$data]])
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) {
    fit <- suppressWarnings(do.call("cfa", c(list(model = case$model, data = data, em.h1.iter.max = 5000L, em.h1.tol = 1e-12,
      control = list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)), options)))
    if (lavInspect(fit, "converged")) break
  }
  stopifnot(lavInspect(fit, "converged"))
  table <- parameterEstimates(fit, standardized = TRUE); standard <- standardizedSolution(fit)
  write_json(list(versions = versions, file = files[[case$data]], model = case$model, options = options,
    parameters = plain(table[table$op == ":=", ]), standardized = plain(standard[standard$op == ":=", ])),
    paste0(name, ".json"), digits = NA, auto_unbox = TRUE, na = "null", null = "null", dataframe = "columns")
}
