# psych::KMO, cortest.bartlett and smc on the shared answers. Run in this folder: Rscript make.R
library(psych); library(jsonlite)
versions <- list(R = R.version.string, psych = as.character(packageVersion("psych")))
for (case in c("survey", "holes", "small", "bfi")) {
  x <- na.omit(read.csv(file.path("..", "answers", paste0(case, ".csv"))))
  for (method in c("pearson", "spearman")) {
    R <- cor(x, method = method)
    k <- KMO(R); b <- cortest.bartlett(R, n = nrow(x))
    write_json(list(versions = versions, n = nrow(x), kmo = k$MSA, msa = unname(k$MSAi),
                    chisq = b$chisq, df = b$df, p = b$p.value, determinant = det(R),
                    smc = unname(smc(R)), correlation = unname(R)),
               paste0(case, "_", method, ".json"), digits = NA, auto_unbox = TRUE)
  }
}
