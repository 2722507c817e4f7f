# Invariance of models of ordered answers, level by level, written by semTools (Wu & Estabrook 2016), fitted by lavaan.
# Run in this folder: Rscript invariance.R
suppressPackageStartupMessages({ library(lavaan); library(semTools); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")),
                 semTools = as.character(packageVersion("semTools")))
five <- read.csv("five.csv")
recoded <- function(f) { five[1:12] <- lapply(five[1:12], f); five }
model <- "f =~ Q1 + Q2 + Q3 + Q4\ng =~ Q5 + Q6 + Q7 + Q8\nh =~ Q9 + Q10 + Q11 + Q12"
cases <- list(five = list(data = five, group = "half"), four = list(data = five, group = "branch"),
              three = list(data = recoded(function(x) pmin(pmax(x, 2), 4)), group = "half"),
              two = list(data = recoded(function(x) as.numeric(x > 3)), group = "half"))
levels <- list(configural = character(0), thresholds = "thresholds", metric = "loadings", scalar = "intercepts", strict = "residuals",
               variances = c("lv.variances", "lv.covariances"), means = "means")
out <- list()
for (name in names(cases)) {
  data <- cases[[name]]$data; data[1:12] <- lapply(data[1:12], ordered)
  group <- cases[[name]]$group
  equal <- character(0); before <- NULL; found <- list()
  for (level in names(levels)) {
    equal <- c(equal, levels[[level]])
    if (name == "two" && level %in% c("thresholds", "metric")) next
    text <- if (level == "configural") model else
      as.character(do.call(measEq.syntax, list(model, data = data, ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016", group = group,
                                               group.equal = equal, parameterization = "theta")))
    for (tolerance in c(1e-13, 1e-12, 1e-10)) {
      fit <- suppressWarnings(cfa(text, data, group = group, parameterization = "theta", std.lv = TRUE,
                                  control = list(iter.max = 20000, rel.tol = tolerance)))
      if (lavInspect(fit, "converged")) break
    }
    row <- as.list(fitMeasures(fit, c("chisq", "df", "npar", "chisq.scaled", "pvalue.scaled", "cfi.scaled", "tli.scaled", "rmsea.scaled", "srmr")))
    if (!is.null(before) && fitMeasures(fit, "df") > fitMeasures(before, "df")) {
      test <- suppressWarnings(lavTestLRT(before, fit))
      row <- c(row, list(delta_chisq = test[2, "Chisq diff"], delta_df = test[2, "Df diff"], delta_p = test[2, "Pr(>Chisq)"]))
    }
    found[[level]] <- row; before <- fit
    cat(name, level, unlist(row[1:4]), "\n")
  }
  out[[name]] <- list(group = group, levels = found)
}
write_json(list(versions = versions, model = model, cases = out), "invariance.json", digits = NA, auto_unbox = TRUE)
