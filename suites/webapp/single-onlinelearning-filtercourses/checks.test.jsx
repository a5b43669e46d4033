import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import FilterCourses from './filterCourses';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Filter Courses success: should display filtered courses.', async () => {
  fetchMock.get('/api/courses?filter=beginner', [{ id: 1, title: 'Beginner Course' }]);

  await act(async () => { render(<MemoryRouter><FilterCourses /></MemoryRouter>); });
  expect(screen.queryByText('Beginner Course')).toBeNull(); // added
  expect(screen.queryByText('No courses found for this filter.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('course-filter'), { target: { value: 'beginner' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Apply Filters')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Beginner Course')).toBeInTheDocument();
  expect(screen.queryByText('No courses found for this filter.')).toBeNull(); // added
}, 10000);

test('Filter Courses failure: should display an error message if no filter results.', async () => {
  fetchMock.get('/api/courses?filter=advanced', []);

  await act(async () => { render(<MemoryRouter><FilterCourses /></MemoryRouter>); });
  expect(screen.queryByText('Beginner Course')).toBeNull(); // added
  expect(screen.queryByText('No courses found for this filter.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('course-filter'), { target: { value: 'advanced' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Apply Filters')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('No courses found for this filter.')).toBeInTheDocument();
  expect(screen.queryByText('Beginner Course')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Filter Courses success: should display filtered courses, after a failure', async () => {
  fetchMock.get('/api/courses?filter=advanced', []);

  await act(async () => { render(<MemoryRouter><FilterCourses /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('course-filter'), { target: { value: 'advanced' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Apply Filters')); });

  fetchMock.reset();
  fetchMock.get('/api/courses?filter=beginner', [{ id: 1, title: 'Beginner Course' }]);
  if (screen.queryAllByTestId('course-filter').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('course-filter'), { target: { value: 'beginner' } }); });
  if (screen.queryAllByText('Apply Filters').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Apply Filters')); });

  if (screen.queryAllByText('Beginner Course').length) expect(screen.queryByText('No courses found for this filter.')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Filter Courses success: should display filtered courses, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/courses?filter=beginner', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><FilterCourses /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('course-filter'), { target: { value: 'beginner' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Apply Filters')); });
  expect(screen.queryByText('Piano')).toBeNull();
  expect(screen.queryByText('No courses found for this filter.')).toBeNull();
  await act(async () => { answer([{ id: 2, title: 'Piano' }, { id: 3, title: 'Violin' }]); });

  expect(screen.getByText('Piano')).toBeInTheDocument();
  expect(screen.getByText('Violin')).toBeInTheDocument();
}, 10000);
