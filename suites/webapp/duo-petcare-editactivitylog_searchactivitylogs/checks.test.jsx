import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './editActivityLog_searchActivityLogs';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Edits an activity log successfully.', async () => {
  fetchMock.put('/activities/1', { message: 'Activity updated' });

  await act(async () => { render(<MemoryRouter><App activityId="1" /></MemoryRouter>); });
  expect(screen.queryByTestId('success-message')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByTestId('error-message')?.textContent ?? '').toBe(''); // added
  await act(async () => { fireEvent.change(screen.getByTestId('activity-input'), { target: { value: 'Updated walk' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  expect(fetchMock.calls('/activities/1').length).toBe(1);
  expect(screen.getByTestId('success-message')).toBeInTheDocument();
  expect(screen.queryByTestId('error-message')?.textContent ?? '').toBe(''); // added
}, 10000);

test('Fails to edit activity log with error message.', async () => {
  fetchMock.put('/activities/1', { status: 500, body: { message: 'Failed to update activity' } });

  await act(async () => { render(<MemoryRouter><App activityId="1" /></MemoryRouter>); });
  expect(screen.queryByTestId('success-message')?.textContent ?? '').toBe(''); // added
  expect(screen.queryByTestId('error-message')?.textContent ?? '').toBe(''); // added
  await act(async () => { fireEvent.change(screen.getByTestId('activity-input'), { target: { value: 'Updated walk' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  expect(fetchMock.calls('/activities/1').length).toBe(1);
  expect(screen.getByTestId('error-message')).toBeInTheDocument();
  expect(screen.queryByTestId('success-message')?.textContent ?? '').toBe(''); // added
}, 10000);

test('Searches activities by keyword successfully.', async () => {
  fetchMock.get('/activities?keyword=walk', [{ description: 'Morning walk' }]);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Morning walk')).toBeNull(); // added
  expect(screen.queryByTestId('error-message')?.textContent ?? '').toBe(''); // added
  await act(async () => { fireEvent.change(screen.getByTestId('search-input'), { target: { value: 'walk' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('search-button')); });

  expect(fetchMock.calls('/activities?keyword=walk').length).toBe(1);
  expect(screen.getByText('Morning walk')).toBeInTheDocument();
  expect(screen.queryByTestId('error-message')?.textContent ?? '').toBe(''); // added
}, 10000);

test('Fails to search activities with error message.', async () => {
  fetchMock.get('/activities?keyword=walk', { status: 500, body: { message: 'Failed to search activities' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Morning walk')).toBeNull(); // added
  expect(screen.queryByTestId('error-message')?.textContent ?? '').toBe(''); // added
  await act(async () => { fireEvent.change(screen.getByTestId('search-input'), { target: { value: 'walk' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('search-button')); });

  expect(fetchMock.calls('/activities?keyword=walk').length).toBe(1);
  expect(screen.getByTestId('error-message')).toBeInTheDocument();
  expect(screen.queryByText('Morning walk')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Edits an activity log successfully, after a failure', async () => {
  fetchMock.put('/activities/1', { status: 500, body: { message: 'Failed to update activity' } });

  await act(async () => { render(<MemoryRouter><App activityId="1" /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('activity-input'), { target: { value: 'Updated walk' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  fetchMock.reset();
  fetchMock.put('/activities/1', { message: 'Activity updated' });
  if (screen.queryAllByTestId('activity-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('activity-input'), { target: { value: 'Updated walk' } }); });
  if (screen.queryAllByTestId('submit-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  if (screen.queryAllByTestId('success-message').some(({ textContent }) => textContent)) expect(screen.queryByTestId('error-message')?.textContent ?? '').toBe('');
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Searches activities by keyword successfully, after a failure', async () => {
  fetchMock.get('/activities?keyword=walk', { status: 500, body: { message: 'Failed to search activities' } });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('search-input'), { target: { value: 'walk' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('search-button')); });

  fetchMock.reset();
  fetchMock.get('/activities?keyword=walk', [{ description: 'Morning walk' }]);
  if (screen.queryAllByTestId('search-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('search-input'), { target: { value: 'walk' } }); });
  if (screen.queryAllByTestId('search-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('search-button')); });

  if (screen.queryAllByText('Morning walk').length) expect(screen.queryByTestId('error-message')?.textContent ?? '').toBe('');
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Fails to edit activity log with error message, after a success', async () => {
  fetchMock.put('/activities/1', { message: 'Activity updated' });

  await act(async () => { render(<MemoryRouter><App activityId="1" /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('activity-input'), { target: { value: 'Updated walk' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  fetchMock.reset();
  fetchMock.put('/activities/1', { status: 500, body: { message: 'Failed to update activity' } });
  if (screen.queryAllByTestId('activity-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('activity-input'), { target: { value: 'Updated walk' } }); });
  if (screen.queryAllByTestId('submit-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });

  if (screen.queryAllByTestId('error-message').some(({ textContent }) => textContent)) expect(screen.queryByTestId('success-message')?.textContent ?? '').toBe('');
}, 10000);

// added: the page shows what the server answered.
test('Edits an activity log successfully, not before the answer', async () => {
  let answer;
  fetchMock.put('/activities/2', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App activityId="2" /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('activity-input'), { target: { value: 'Updated walk' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submit-button')); });
  await act(async () => { answer({ message: 'Activity updated' }); });

  expect(screen.getByTestId('success-message')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Searches activities by keyword successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/activities?keyword=swim', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('search-input'), { target: { value: 'swim' } }); });
  if (screen.getByTestId('search-input').value !== 'swim') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByTestId('search-button')); });
  expect(screen.queryByText('Morning swim')).toBeNull();
  await act(async () => { answer([{ description: 'Morning swim' }, { description: 'Evening swim' }]); });

  expect(screen.getByText('Morning swim')).toBeInTheDocument();
  expect(screen.getByText('Evening swim')).toBeInTheDocument();
}, 10000);
