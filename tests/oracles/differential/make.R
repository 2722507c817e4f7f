# Cases on which comparing many random answers with R once found a mistake. Run in this folder: Rscript make.R
# dimensions.csv: 12 items of three dimensions, where the one-factor model has several minima.
# rare_answers.csv: an item that few answered otherwise, against the trend of the measured z.
library(lavaan); library(semTools); library(jsonlite)

x <- read.csv("dimensions.csv")
fit <- cfa(paste("f =~", paste(names(x), collapse = " + ")), x, std.lv = TRUE)
r <- read.csv("rare_answers.csv")
items <- setdiff(names(r), "z")
found <- unclass(lavCor(r, ordered = items, se = "none"))
versions <- list(R = R.version.string, lavaan = as.character(packageVersion("lavaan")),
                 semTools = as.character(packageVersion("semTools")))
write_json(list(versions = versions, omega = unname(unclass(compRelSEM(fit))[1]),
                loadings = unname(lavInspect(fit, "std")$lambda[, 1]), chisq = unname(fitMeasures(fit, "chisq")),
                polyserial = unname(found["z", items])),
           "differential.json", digits = NA, auto_unbox = TRUE)
