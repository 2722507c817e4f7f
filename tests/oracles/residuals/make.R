# Residuals and modification indices estimator by estimator. Run in this folder: Rscript make.R
# The models and options are those of the cases in ../estimators.
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
frame <- function(x) { x <- as.data.frame(unclass(x)); for (n in names(x)) attributes(x[[n]]) <- NULL; x }
matrix_of <- function(m) list(names = rownames(m), values = unname(unclass(m)))
both <- function(r) list(cov = matrix_of(r$cov), mean = if (is.null(r$mean)) NULL else as.list(unclass(r$mean)))
quiet <- function(x) tryCatch(suppressMessages(suppressWarnings(x)), error = function(e) NULL)
looked <- c("hs_MLM", "hs_MLR", "hs_means_MLM", "hs_means_MLR", "skewed_MLM", "skewed_MLR", "metric_MLM", "scalar_MLR",
            "hs_missing_MLR", "missing_metric_MLR", "hs_ULS", "hs_GLS", "hs_means_GLS", "skewed_ULS", "skewed_GLS",
            "metric_ULS", "metric_GLS", "hs_missing_ML", "missing_metric_ML")
out <- list(versions = versions)
for (name in looked) {
  case <- read_json(file.path("..", "estimators", paste0(name, ".json")), simplifyVector = TRUE)
  options <- if (length(case$options)) as.list(case$options) else list()
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-10)) { # as tight as lavaan still calls converged
    fit <- quiet(do.call("cfa", c(list(case$model, data = read.csv(file.path("..", "estimators", case$file)), estimator = case$estimator,
      missing = case$missing, control = list(iter.max = 20000, eval.max = 40000, rel.tol = tolerance),
      em.h1.iter.max = 5000L, em.h1.tol = 1e-12), options)))
    if (!is.null(fit) && lavInspect(fit, "converged")) break
  }
  of <- function(type) { r <- quiet(residuals(fit, type = type)); if (is.null(r)) NULL else if (is.null(r$cov)) lapply(r, both) else list(all = both(r)) }
  out[[name]] <- list(groups = if (is.null(options$group)) NULL else lavInspect(fit, "group.label"),
    normalized = of("normalized"), standardized = of("standardized"), modification = quiet(frame(modindices(fit))),
    power = quiet(frame(modindices(fit, power = TRUE, delta = .1))))
  cat(name, is.null(out[[name]]$standardized), is.null(out[[name]]$modification), "\n")
}
write_json(out, "residuals.json", digits = NA, auto_unbox = TRUE, na = "null", null = "null", dataframe = "columns")
