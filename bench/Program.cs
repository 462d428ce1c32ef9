using Monitor.Bench;

return args switch
{
    ["classifier"] => ClassifierBench.Run(Console.Out),
    ["text", var models, var texts] => TextStages.Run(models, texts),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench classifier           what a text costs from raw characters to its score");
    Console.Error.WriteLine("bench text MODELS TEXTS    what each stage of the text pipeline costs");
    return 2;
}
