# Bootstrap of factor models by lavaan: case resampling and Bollen-Stine, in one group and in two.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")))
hs <- read.csv("../cfa/holzinger.csv")
three <- "visual  =~ x1 + x2 + x3\n textual =~ x4 + x5 + x6\n speed   =~ x7 + x8 + x9"
cases <- list(three = list(model = three),
              metric = list(model = three, group = "school", group.equal = "loadings"))
draws <- 1000
what <- function(fit) c(parameterEstimates(fit, se = FALSE, remove.nonfree = FALSE, remove.eq = FALSE, remove.system.eq = FALSE)$est,
                        fitMeasures(fit, c("chisq", "cfi", "tli", "rmsea", "srmr")))
for (name in names(cases)) {
  case <- cases[[name]]
  fit <- do.call("cfa", c(case, list(data = hs)))
  table <- parameterEstimates(fit, remove.nonfree = FALSE, remove.eq = FALSE, remove.system.eq = FALSE)
  table <- table[table$op != "==", ]
  set.seed(20240820)
  k <- nrow(parameterEstimates(fit, remove.nonfree = FALSE, remove.eq = FALSE, remove.system.eq = FALSE))
  boot <- suppressWarnings(bootstrapLavaan(fit, R = draws, type = "ordinary", FUN = what))
  est <- boot[, seq_len(nrow(table))]; fits <- boot[, (k + 1):ncol(boot)]
  set.seed(20240821)
  stine <- suppressWarnings(bootstrapLavaan(fit, R = draws, type = "bollen.stine", FUN = fitMeasures, fit.measures = "chisq"))
  summary_of <- function(x) list(mean = colMeans(x), sd = apply(x, 2, sd), low = apply(x, 2, quantile, .025), high = apply(x, 2, quantile, .975))
  write_json(list(versions = versions, file = "../cfa/holzinger.csv", model = case$model, options = case[setdiff(names(case), "model")],
    groups = if (is.null(case$group)) NULL else lavInspect(fit, "group.label"), draws = nrow(boot),
    lhs = table$lhs, op = table$op, rhs = table$rhs, group = table$group, est = table$est,
    case = summary_of(est), fit = summary_of(fits), chisq = fitMeasures(fit, "chisq")[[1]],
    bollen_stine = list(draws = length(stine), pvalue = mean(stine > fitMeasures(fit, "chisq")[[1]]), mean = mean(stine), sd = sd(stine))),
    paste0(name, ".json"), digits = NA, auto_unbox = TRUE, na = "null", null = "null")
}
