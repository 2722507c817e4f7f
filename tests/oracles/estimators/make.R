# The estimators beside ML, fitted by lavaan: ULS, GLS, MLM, MLR, full information with missing answers.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))

hs <- read.csv("../cfa/holzinger.csv")
bfi <- read.csv("../cfa/bfi.csv")
small <- read.csv("../cfa/small.csv")
set.seed(20240702)
n <- 420
phi <- matrix(c(1, .5, .4, .5, 1, .45, .4, .45, 1), 3)
factors <- matrix(rnorm(n * 3), n) %*% chol(phi)
skewed <- sapply(1:12, function(i) {
  l <- c(.8, .7, .6, .75)[(i - 1) %% 4 + 1]
  y <- l * factors[, (i - 1) %/% 4 + 1] + sqrt(1 - l^2) * rnorm(n)
  findInterval(y, c(-2.1, -1.5, -.8, .1)) + 1
})
colnames(skewed) <- paste0("Q", 1:12)
skewed <- data.frame(skewed, branch = rep(c("north", "south"), c(200, 220)))
write.csv(skewed, "skewed.csv", row.names = FALSE)
hole <- function(data, columns, share) {
  for (name in columns) data[sample(nrow(data), round(share * nrow(data))), name] <- NA
  data
}
hs_missing <- hole(hs[, c("school", paste0("x", 1:9))], paste0("x", 1:9), .1)
hs_missing[5, paste0("x", 1:9)] <- NA
write.csv(hs_missing, "hs_missing.csv", row.names = FALSE)
skewed_missing <- hole(skewed, paste0("Q", 1:12), .1)
write.csv(skewed_missing, "skewed_missing.csv", row.names = FALSE)

three <- "visual  =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed   =~ x7 + x8 + x9"
big <- paste("agree =~ A1 + A2 + A3 + A4 + A5", "consc =~ C1 + C2 + C3 + C4 + C5",
             "extra =~ E1 + E2 + E3 + E4 + E5", "neuro =~ N1 + N2 + N3 + N4 + N5",
             "open =~ O1 + O2 + O3 + O4 + O5", sep = "\n")
nine <- "f =~ Q1 + Q2 + Q3\n g =~ Q4 + Q5 + Q6\n h =~ Q7 + Q8 + Q9"
twelve <- "f =~ Q1 + Q2 + Q3 + Q4\n g =~ Q5 + Q6 + Q7 + Q8\n h =~ Q9 + Q10 + Q11 + Q12"
files <- c(hs = "../cfa/holzinger.csv", bfi = "../cfa/bfi.csv", small = "../cfa/small.csv",
           skewed = "skewed.csv", hs_missing = "hs_missing.csv", skewed_missing = "skewed_missing.csv")
whole <- list(
  hs = list(data = "hs", model = three),
  hs_means = list(data = "hs", model = paste(three, "x1 ~ 1\n x2 ~ 1\n x3 ~ 3*1", sep = "\n")),
  bfi = list(data = "bfi", model = big),
  small = list(data = "small", model = nine),
  skewed = list(data = "skewed", model = twelve),
  configural = list(data = "hs", model = three, group = "school"),
  metric = list(data = "hs", model = three, group = "school", group.equal = "loadings"),
  scalar = list(data = "hs", model = three, group = "school", group.equal = c("loadings", "intercepts")),
  skewed_metric = list(data = "skewed", model = twelve, group = "branch", group.equal = "loadings"))
holed <- list(
  hs_missing = list(data = "hs_missing", model = three),
  hs_missing_labels = list(data = "hs_missing", model = sub("x2 \\+ x3", "a*x2 + a*x3", three)),
  skewed_missing = list(data = "skewed_missing", model = twelve),
  missing_configural = list(data = "hs_missing", model = three, group = "school"),
  missing_metric = list(data = "hs_missing", model = three, group = "school", group.equal = "loadings"),
  missing_scalar = list(data = "hs_missing", model = three, group = "school", group.equal = c("loadings", "intercepts")))

fit_of <- function(case, estimator, missing) {
  options <- case[setdiff(names(case), c("data", "model"))]
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) {
    control <- list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)
    em <- list(tol = 1e-11, max.iter = 5000L)
    fit <- suppressWarnings(do.call("cfa", c(list(case$model, data = get(case$data), estimator = estimator,
      missing = missing, control = control, em.h1.iter.max = 5000L, em.h1.tol = 1e-12), options)))
    if (lavInspect(fit, "converged")) break
  }
  fit
}
kept <- list()
frame <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
write_case <- function(name, case, estimator, missing) {
  fit <- fit_of(case, estimator, missing)
  kept[[paste(name, estimator, sep = "_")]] <<- fit
  estimates <- parameterEstimates(fit, standardized = TRUE, remove.nonfree = FALSE, remove.system.eq = FALSE, remove.eq = FALSE)
  out <- list(case = name, versions = versions, file = files[[case$data]], model = case$model,
              estimator = estimator, missing = missing,
              options = case[setdiff(names(case), c("data", "model"))],
              groups = if (is.null(case$group)) NULL else lavInspect(fit, "group.label"),
              fit = as.list(fitMeasures(fit)), parameters = frame(estimates))
  write_json(out, paste0(name, "_", estimator, ".json"), digits = NA, auto_unbox = TRUE, na = "null",
             null = "null", dataframe = "columns")
  cat(name, estimator, fitMeasures(fit, "chisq"), "\n")
}
for (estimator in c("ULS", "GLS", "MLM", "MLR")) for (name in names(whole)) write_case(name, whole[[name]], estimator, "listwise")
for (estimator in c("ML", "MLR")) for (name in names(holed)) write_case(name, holed[[name]], estimator, "ml")

tests <- list()
for (pair in list(c("configural_MLM", "metric_MLM"), c("metric_MLM", "scalar_MLM"),
                  c("configural_MLR", "metric_MLR"), c("metric_MLR", "scalar_MLR"),
                  c("missing_configural_MLR", "missing_metric_MLR"), c("missing_metric_MLR", "missing_scalar_MLR"),
                  c("missing_configural_ML", "missing_metric_ML")))
  for (method in c("satorra.bentler.2001", "satorra.bentler.2010")) {
    if (grepl("_ML$", pair[1])) method <- "default"
    found <- as.data.frame(lavTestLRT(kept[[pair[1]]], kept[[pair[2]]], method = method))
    tests[[length(tests) + 1]] <- list(general = pair[1], restricted = pair[2], method = method,
      delta_chisq = found[2, "Chisq diff"], delta_df = found[2, "Df diff"], delta_p = found[2, "Pr(>Chisq)"])
  }
# lavaan evaluates the metric model at the scalar model's estimates without its factor means, which
# the metric model fixes, so at other moments; written so that it has them, nothing is lost
marked <- paste(three, "x1 ~ c(i1, i1)*1\n x4 ~ c(i4, i4)*1\n x7 ~ c(i7, i7)*1",
                "visual ~ c(0, NA)*1\n textual ~ c(0, NA)*1\n speed ~ c(0, NA)*1", sep = "\n")
for (kind in c("", "missing_")) {
  case <- if (kind == "") whole$metric else holed$missing_metric
  fit <- fit_of(modifyList(case, list(model = marked)), "MLR", if (kind == "") "listwise" else "ml")
  found <- as.data.frame(lavTestLRT(fit, kept[[paste0(kind, "scalar_MLR")]], method = "satorra.bentler.2010"))
  tests <- Filter(function(t) !(t$general == paste0(kind, "metric_MLR") && grepl("2010", t$method)), tests)
  tests[[length(tests) + 1]] <- list(general = paste0(kind, "metric_MLR"), restricted = paste0(kind, "scalar_MLR"),
    method = "satorra.bentler.2010", model = marked, delta_chisq = found[2, "Chisq diff"], delta_df = found[2, "Df diff"], delta_p = found[2, "Pr(>Chisq)"])
}
scores <- lapply(c(metric = "metric", scalar = "scalar"), function(name) {
  fit <- do.call("cfa", c(list(whole[[name]]$model, data = hs), whole[[name]][c("group", "group.equal")]))
  found <- frame(lavTestScore(fit)$uni)
  table <- parTable(fit)
  found$name <- sapply(found$lhs, function(label) with(table[match(label, table$plabel), ], paste(lhs, op, rhs)))
  found
})
write_json(list(versions = versions, tests = tests, scores = scores), "differences.json", digits = NA, auto_unbox = TRUE, na = "null", dataframe = "columns")
plain <- function(x) list(cov = list(names = rownames(x$cov), values = unname(unclass(x$cov))), mean = as.list(x$mean))
residual <- lapply(c(hs_missing_ML = "hs_missing_ML", missing_metric_ML = "missing_metric_ML"), function(name) {
  found <- lapply(c(normalized = "normalized", standardized = "standardized"), function(type) residuals(kept[[name]], type = type))
  lapply(found, function(r) if (is.null(r$cov)) lapply(r, plain) else list(all = plain(r)))
})
write_json(list(versions = versions, residuals = residual), "residuals.json", digits = NA, auto_unbox = TRUE, na = "null")
