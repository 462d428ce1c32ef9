using Monitor.Bench;
using Monitor.Bench.Load;
using Monitor.Bench.Schedule;

return args switch
{
    ["classifier"] => ClassifierBench.Run(Console.Out),
    ["predict", var texts] => Predict.Run(texts, Console.OpenStandardOutput()),
    ["text", var models, var texts] => TextStages.Run(models, texts),
    ["schedule", .. var words] => ScheduleRun.Run(words, Console.Out),
    ["load", .. var words] => await LoadCommand.RunAsync(words),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("bench classifier           what a text costs from raw characters to its score");
    Console.Error.WriteLine("bench predict TEXTS        label and score of each line of a file, as other classifiers' programs print them");
    Console.Error.WriteLine("bench text MODELS TEXTS    what each stage of the text pipeline costs");
    Console.Error.WriteLine(
        "bench load [--items N] …    what a daemon takes in from sites on this machine; --all makes docs/performance.md"
    );
    Console.Error.WriteLine("bench schedule …           the schedule of a whole country in virtual time: drift, requests, costs");
    return 2;
}
