# A common latent factor by lavaan, equal and free loadings; first factor by psych.
# Run in this folder: Rscript make.R
suppressPackageStartupMessages({ library(lavaan); library(psych); library(jsonlite) })
versions <- list(R = as.character(getRversion()), lavaan = as.character(packageVersion("lavaan")),
                 psych = as.character(packageVersion("psych")))
scales <- list(
  holzinger = list(visual = paste0("x", 1:3), textual = paste0("x", 4:6), speed = paste0("x", 7:9)),
  servqual = list(tangibles = paste0("Q", 1:4), reliability = paste0("Q", 5:9), responsiveness = paste0("Q", 10:13),
                  assurance = paste0("Q", 14:17), empathy = paste0("Q", 18:22)))
for (name in names(scales)) {
  data <- read.csv(paste0("../cfa/", name, ".csv"))
  model <- paste(sapply(names(scales[[name]]), function(f) paste(f, "=~", paste(scales[[name]][[f]], collapse = " + "))), collapse = "\n")
  all <- unlist(scales[[name]], use.names = FALSE)
  apart <- paste0("method ~~ 0*", names(scales[[name]]), collapse = "\n")
  for (estimator in c("ML", "MLR")) {
    plain <- cfa(model, data = data, estimator = estimator)
    with <- suppressWarnings(cfa(paste(model, paste("method =~", paste0("1*", all, collapse = " + ")), apart, sep = "\n"), data = data,
                                 estimator = estimator, control = list(iter.max = 20000)))
    test <- lavTestLRT(plain, with)
    std <- standardizedSolution(with); std <- std[std$op == "=~", ]
    cfi <- if (estimator == "ML") "cfi" else "cfi.robust"
    out <- list(versions = versions, file = paste0(name, ".csv"), scales = scales[[name]], estimator = estimator,
                variance = coef(with)[["method~~method"]], chisq = test[2, "Chisq diff"], df = test[2, "Df diff"], p = test[2, "Pr(>Chisq)"],
                delta_cfi = as.numeric(fitMeasures(with, cfi) - fitMeasures(plain, cfi)),
                factor = std$lhs, item = std$rhs, loading = std$est.std, component = eigen(cor(data[all]))$values[1] / length(all),
                axis = sum(fa(data[all], 1, fm = "pa", max.iter = 1000, min.err = 1e-12)$loadings^2) / length(all))
    write_json(out, paste0(name, "_", estimator, ".json"), digits = NA, auto_unbox = TRUE, na = "null")
  }
}
