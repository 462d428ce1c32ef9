using Monitor.Worker.Cli;

// A verb is cancelled by Ctrl-C; the daemon turns the same signals into a clean stop itself.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
return await App.RunAsync(args, Terminal.OfProcess(), stop.Token);
