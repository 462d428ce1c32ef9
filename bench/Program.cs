using Monitor.Bench;

return args switch
{
    ["text", var models, var texts] => TextStages.Run(models, texts),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench text MODELS TEXTS    what each stage of the text pipeline costs");
    return 2;
}
