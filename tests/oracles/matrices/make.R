# Analyses from matrices alone, by lavaan (sample.cov=) and stats::factanal. Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))

hs <- read.csv("../cfa/holzinger.csv")
items <- paste0("x", 1:9)
three <- "visual  =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed   =~ x7 + x8 + x9"
means <- paste(three, paste(items, "~ 1", collapse = "\n"), sep = "\n")
by_school <- split(hs[items], factor(hs$school, levels = unique(hs$school)))
covs <- lapply(by_school, cov); centres <- lapply(by_school, colMeans); sizes <- sapply(by_school, nrow)
# Wheaton, Muthén, Alwin & Summers (1977), as in every textbook since
wheaton_names <- c("anomia67", "power67", "anomia71", "power71", "education", "sei")
wheaton_text <- "11.834\n6.947 9.364\n6.819 5.091 12.532\n4.783 5.028 7.495 9.986\n-3.839 -3.889 -3.841 -3.625 9.610\n-21.899 -18.831 -21.748 -18.775 35.522 450.288"
wheaton <- getCov(wheaton_text, names = wheaton_names)
alienation <- "ses =~ education + sei\n alien67 =~ anomia67 + power67\n alien71 =~ anomia71 + power71\n alien71 ~ alien67 + ses\n alien67 ~ ses\n anomia67 ~~ anomia71\n power67 ~~ power71"
plain <- function(m) list(names = rownames(m), values = unname(unclass(m)))
cases <- list(
  covariance_ML = list(model = three, cov = cov(hs[items]), n = 301),
  covariance_ULS = list(model = three, cov = cov(hs[items]), n = 301, estimator = "ULS"),
  covariance_GLS = list(model = three, cov = cov(hs[items]), n = 301, estimator = "GLS"),
  means_ML = list(model = means, cov = cov(hs[items]), mean = colMeans(hs[items]), n = 301),
  correlation_ML = list(model = three, cov = cor(hs[items]), n = 301),
  correlation_std_lv = list(model = three, cov = cor(hs[items]), n = 301, std.lv = TRUE),
  groups_loadings = list(model = three, cov = covs, n = sizes, group.equal = "loadings"),
  groups_scalar = list(model = three, cov = covs, mean = centres, n = sizes, group.equal = c("loadings", "intercepts")),
  alienation = list(model = alienation, cov = wheaton, n = 932))
frame <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
out <- lapply(cases, function(case) {
  options <- case[setdiff(names(case), c("model", "cov", "mean", "n"))]
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) { # as tight as lavaan still calls converged
    control <- list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance)
    fit <- suppressWarnings(do.call("cfa", c(list(case$model, sample.cov = case$cov, sample.mean = case$mean,
      sample.nobs = as.list(unname(case$n)), control = control), options)))
    if (lavInspect(fit, "converged")) break
  }
  list(model = case$model, options = options, n = unname(case$n),
       groups = if (is.list(case$cov)) names(case$cov) else NULL,
       cov = if (is.list(case$cov)) lapply(case$cov, plain) else plain(case$cov),
       mean = if (is.list(case$mean)) lapply(case$mean, as.list) else as.list(case$mean),
       fit = as.list(fitMeasures(fit)),
       parameters = frame(parameterEstimates(fit, standardized = TRUE, remove.nonfree = FALSE, remove.system.eq = FALSE, remove.eq = FALSE)),
       standardized = frame(standardizedSolution(fit, remove.eq = FALSE)))
})
factors <- function(covmat, m) {
  found <- factanal(factors = m, covmat = covmat, rotation = "none", control = list(opt = list(factr = 10)))
  list(n = covmat$n.obs, cov = plain(covmat$cov), factors = m, uniquenesses = as.list(found$uniquenesses),
       chisq = unname(found$STATISTIC), df = found$dof, pvalue = unname(found$PVAL))
}
out$efa <- list(ability_1 = factors(ability.cov, 1), ability_2 = factors(ability.cov, 2), harman_2 = factors(Harman23.cor, 2))
write_json(c(list(versions = versions, wheaton = list(text = wheaton_text, names = wheaton_names)), out), "matrices.json", digits = NA, auto_unbox = TRUE,
           na = "null", null = "null", dataframe = "columns")
