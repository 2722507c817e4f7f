# Other programs' ways of counting, as lavaan mimics them. Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
hs <- read.csv("../cfa/holzinger.csv"); skewed <- read.csv("../estimators/skewed.csv")
three <- "visual  =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed   =~ x7 + x8 + x9"
twelve <- "f =~ Q1 + Q2 + Q3 + Q4\n g =~ Q5 + Q6 + Q7 + Q8\n h =~ Q9 + Q10 + Q11 + Q12"
models <- list(
  hs = list(three, "hs"), skewed = list(twelve, "skewed"),
  configural = list(three, "hs", group = "school"),
  scalar = list(three, "hs", group = "school", group.equal = c("loadings", "intercepts")))
files <- c(hs = "../cfa/holzinger.csv", skewed = "../estimators/skewed.csv")
wanted <- list(c("EQS", "ML"), c("EQS", "MLM"), c("EQS", "GLS"), c("Mplus", "ML"), c("Mplus", "MLM"), c("Mplus", "MLR"))
frame <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
cases <- list()
for (name in names(models)) for (how in wanted) {
  case <- models[[name]]; options <- case[names(case) %in% c("group", "group.equal")]
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) { # as tight as lavaan still calls converged
    control <- list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)
    missing <- "listwise" # Mplus' default is the full likelihood; the inputs are complete
    # lavaan's mimic of Mplus holds loadings and intercepts equal over groups unless told
    equal <- if (is.null(options$group) || !is.null(options$group.equal)) list() else list(group.equal = "none")
    fit <- suppressWarnings(do.call("cfa", c(list(case[[1]], data = get(case[[2]]), mimic = how[1], estimator = how[2],
      missing = missing, control = control), options, equal)))
    if (lavInspect(fit, "converged")) break
  }
  cases[[paste(name, how[1], how[2], sep = "_")]] <- list(
    model = case[[1]], file = files[[case[[2]]]], options = options, mimic = how[1], estimator = how[2],
    groups = if (is.null(options$group)) NULL else lavInspect(fit, "group.label"),
    fit = as.list(fitMeasures(fit)),
    parameters = frame(parameterEstimates(fit, standardized = TRUE, remove.nonfree = FALSE, remove.system.eq = FALSE, remove.eq = FALSE)))
}
write_json(list(versions = versions, cases = cases), "mimic.json", digits = NA, auto_unbox = TRUE, na = "null",
           null = "null", dataframe = "columns")
